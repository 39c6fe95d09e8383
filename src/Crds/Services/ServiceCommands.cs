using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>The commands of a service; each is a script for the container's shell, run in the workspace folder.</summary>
public sealed record ServiceCommands
{
    /// <summary>Runs as long as the service does. Exit code 0 means Stopped, any other Failed; it is not started again until the session changes.</summary>
    [Required]
    [Length(1, 32768)]
    [RegularExpression(AutomationRules.ScriptPattern)]
    public string Start { get; set; } = "";

    /// <summary>Run once a second until it exits with 0: then the service is Running. Default: Running as soon as it is started.</summary>
    [Length(1, 32768)]
    [RegularExpression(AutomationRules.ScriptPattern)]
    public string? Ready { get; set; }

    /// <summary>Run to stop the service, instead of SIGTERM; when it has ended, or after two minutes, what is left is killed. If it fails, so has the service.</summary>
    [Length(1, 32768)]
    [RegularExpression(AutomationRules.ScriptPattern)]
    public string? Stop { get; set; }
}
