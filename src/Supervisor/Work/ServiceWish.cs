using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>What is wanted of a service.</summary>
internal sealed record ServiceWish(string Folder, DesiredService Service);
