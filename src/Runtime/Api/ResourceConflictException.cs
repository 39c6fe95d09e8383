using System.Net;

namespace Environs.Runtime;

/// <summary>409: the object exists already, or is not the one that was meant (UID, resourceVersion); look again, it is no error.</summary>
public sealed class ResourceConflictException(string reason, string message) : ApiException(HttpStatusCode.Conflict, reason, message);
