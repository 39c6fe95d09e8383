namespace Environs.Crds;

/// <summary>What became of the automations file.</summary>
public sealed record AutomationsFileStatus
{
    /// <summary>Absent, Discovered (by its usual name) or Specified (by spec.automationsFile.automationsFilePath).</summary>
    [MaxLength(32)]
    public string? AutomationsFilePresence { get; set; }

    /// <summary>Path of the file, relative to the repository; absent when there is none.</summary>
    [MaxLength(1024)]
    public string? AutomationsFilePath { get; set; }

    /// <summary>Ready once its services and tasks are there, Failed when it cannot be taken up; those of the last good file stay.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>The automationsFile.session under which the file was looked at last.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>What is wrong with the file, with line and column.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }

    /// <summary>What its author should know although it was taken up.</summary>
    [MaxLength(4096)]
    public string? WarningMessage { get; set; }
}
