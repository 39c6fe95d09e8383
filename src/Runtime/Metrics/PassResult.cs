namespace Environs.Runtime.Metrics;

/// <summary>How a pass ended, in controller-runtime's words.</summary>
internal static class PassResult
{
    public const string Success = "success";
    public const string Error = "error";
    public const string Requeue = "requeue";
    public const string RequeueAfter = "requeue_after";
}
