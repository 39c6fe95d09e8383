namespace Environs.Runtime;

/// <summary>Something that people should read in `kubectl describe`.</summary>
/// <param name="Type">"Normal" or "Warning".</param>
/// <param name="Reason">A constant in CamelCase.</param>
/// <param name="Message">For people; cut at 1024 characters.</param>
/// <param name="Action">What was being done, in CamelCase.</param>
public sealed record ResourceEvent(string Type, string Reason, string Message, string Action = "Reconcile");
