namespace Environs.Runtime;

/// <summary>This process does not hold the lease (any more) and so must not write.</summary>
public sealed class NotLeadingException() : Exception("This process does not lead, so it must not write.");
