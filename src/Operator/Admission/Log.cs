namespace Environs.Operator.Admission;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A request of the API server to admit {Kind} could not be answered")]
    public static partial void AnswerFailed(ILogger logger, Exception error, string kind);

    [LoggerMessage(2, LogLevel.Warning, "{Kind} was refused for now, since the API server could not be asked what its user may do: {Message}")]
    public static partial void NotAsked(ILogger logger, string kind, string message);

    [LoggerMessage(3, LogLevel.Information, "{Kind} {Name} knows the present authorities")]
    public static partial void BundleWritten(ILogger logger, string kind, string name);

    [LoggerMessage(4, LogLevel.Error, "{Kind} {Name} cannot be brought up to date, trying again; until then creates and updates may be refused: {Message}")]
    public static partial void BundleNotWritten(ILogger logger, string kind, string name, string message);

    [LoggerMessage(5, LogLevel.Warning, "{Kind} {Name} is not there: what it would check is not checked")]
    public static partial void NoConfiguration(ILogger logger, string kind, string name);

    [LoggerMessage(6, LogLevel.Warning, "The API server does not lead to this replica's webhook yet; it counts as ready all the same")]
    public static partial void ReadyAnyway(ILogger logger);
}
