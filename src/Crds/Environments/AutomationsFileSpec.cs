namespace Environs.Crds;

/// <summary>The file in the repository that defines services and tasks.</summary>
public sealed record AutomationsFileSpec
{
    /// <summary>Its path, relative to the first repository. Default: .ona/automations.yaml, else .gitpod/automations.yaml.</summary>
    [MaxLength(1024)]
    [Rule(EnvironmentRules.RelativePathCel, EnvironmentRules.RelativePath)]
    public string? AutomationsFilePath { get; set; }

    /// <summary>Any text; status.automationsFile.session repeats it once the file was looked at under it. What the file defines is kept as the file says without it, too.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>The triggers that start services and tasks; others do not. Default: all of them.</summary>
    [MaxLength(6)]
    [ItemAllowedValues(
        AutomationTriggers.Manual, AutomationTriggers.PostMachineStart, AutomationTriggers.PostDevcontainerStart,
        AutomationTriggers.PostEnvironmentStart, AutomationTriggers.Prebuild, AutomationTriggers.BeforeSnapshot)]
    [ListSet]
    public IList<string>? TriggerFilter { get; set; }
}
