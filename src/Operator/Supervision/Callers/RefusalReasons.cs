namespace Environs.Operator.Supervision.Callers;

/// <summary>Why a caller is refused, as the counter has it.</summary>
internal static class RefusalReasons
{
    public const string NoToken = "no_token";
    public const string TokenRejected = "token_rejected";
    public const string WrongAudience = "wrong_audience";
    public const string NotTheGateway = "not_the_gateway";
    public const string NotAPod = "not_a_pod";
    public const string PodGone = "pod_gone";
    public const string NotAnEnvironment = "not_an_environment";
    public const string WrongAddress = "wrong_address";
    public const string WrongContainer = "wrong_container";
    public const string NoReport = "no_report";
    public const string NoLog = "no_log";
    public const string Garbage = "garbage";
    public const string TooLarge = "too_large";
    public const string Busy = "busy";
    public const string NotLeading = "not_leading";
    public const string ServerUnavailable = "server_unavailable";
}
