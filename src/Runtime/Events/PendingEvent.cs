using k8s.Models;

namespace Environs.Runtime.Events;

/// <summary>An event on its way: whom it regards, what it says, when.</summary>
internal sealed record PendingEvent(V1ObjectReference Regarding, ResourceEvent News, DateTimeOffset At);
