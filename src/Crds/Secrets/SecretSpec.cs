using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A confidential value and the one place where it is found; the fields are those of Secret in the Environments API.</summary>
[Rule(SecretRules.OnePlaceCel, SecretRules.OnePlace)]
[Rule(SecretRules.OwnVariableCel, SecretRules.OwnVariable)]
[Rule(SecretRules.NoDotsCel, SecretRules.NoDots)]
[Rule(SecretRules.NotOursCel, SecretRules.NotOurs)]
[Rule(SecretRules.ModeOfFileCel, SecretRules.ModeOfFile)]
[Rule(SecretRules.RegistryKeyCel, SecretRules.RegistryKeyOnly)]
public sealed record SecretSpec
{
    /// <summary>Tells it from the others: letters, digits and dashes.</summary>
    [Required]
    [Length(1, 63)]
    [RegularExpression(SecretRules.IdPattern)]
    public string Id { get; set; } = "";

    /// <summary>Name that people see: letters, digits and underscores, 3 to 127. Default: the id.</summary>
    [Length(3, 127)]
    [RegularExpression(SecretRules.NamePattern)]
    public string? Name { get; set; }

    /// <summary>Where the value comes from.</summary>
    [Required]
    public SecretKeyReference SecretKeyRef { get; set; } = new();

    /// <summary>Variable that lifecycle commands, services, tasks and shells find it in; not one of the supervisor's own (ENVIRONS_…).</summary>
    [Length(1, 256)]
    [RegularExpression(AutomationRules.VariablePattern)]
    public string? EnvironmentVariable { get; set; }

    /// <summary>Absolute path in the dev container where it is found; a link to a file that kubelet keeps up to date.</summary>
    [Length(2, 255)]
    [RegularExpression(SecretRules.FilePathPattern)]
    public string? FilePath { get; set; }

    /// <summary>Permission bits of that file, such as 0400; the environment's group may always read it. Default: 0440.</summary>
    [Range(0, 511)]
    public int? FileMode { get; set; }

    /// <summary>Host, with its port where that is not 443, that git uses it for over https: a token, or USER:PASSWORD.</summary>
    [Length(1, 253)]
    [RegularExpression(SecretRules.HostPattern)]
    public string? GitCredentialHost { get; set; }

    /// <summary>Host of the container registry that it is for: a Secret of type kubernetes.io/dockerconfigjson, which pods pull their images with.</summary>
    [Length(1, 253)]
    [RegularExpression(SecretRules.HostPattern)]
    public string? ContainerRegistryBasicAuthHost { get; set; }

    /// <summary>It is known to the API only: nothing in the environment finds it.</summary>
    public bool? ApiOnly { get; set; }

    /// <summary>Whose it is: Organization, Project, User, ServiceAccount or Runner. Where several have one place, that of the user counts before that of the project, and that before the organization's; a prebuild gets those of organization and project only.</summary>
    [AllowedValues(SecretScopes.Organization, SecretScopes.Project, SecretScopes.User, SecretScopes.ServiceAccount, SecretScopes.Runner)]
    public string? Scope { get; set; }

    /// <summary>Any text of one line; a change of it lets a clone go on that was refused, and is shown in status once a pod has been made with it. Values are read anew without it.</summary>
    [MaxLength(256)]
    [RegularExpression(AutomationRules.SessionPattern)]
    public string? Session { get; set; }
}
