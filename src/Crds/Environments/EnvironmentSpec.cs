using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>What an environment shall be; the fields are those of EnvironmentSpec in the Environments API.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>Name that people see; any text of at most 80 characters. Default: the resource's name.</summary>
    [MaxLength(80)]
    public string? DisplayName { get; set; }

    /// <summary>Running (default) or Stopped. A stopped environment keeps its volume.</summary>
    [AllowedValues(DesiredPhases.Running, DesiredPhases.Stopped)]
    public string? DesiredPhase { get; set; }

    /// <summary>The machine that the environment runs on.</summary>
    public MachineSpec? Machine { get; set; }

    /// <summary>The repositories to clone, and who commits to them.</summary>
    public ContentSpec? Content { get; set; }

    /// <summary>The dev container: the user's own image and tools.</summary>
    public DevcontainerSpec? Devcontainer { get; set; }

    /// <summary>The file in the repository that defines services and tasks.</summary>
    public AutomationsFileSpec? AutomationsFile { get; set; }

    /// <summary>The ports that can be reached from outside, through the gateway; no other one can.</summary>
    [MaxLength(100)]
    [ListMap("port")]
    public IList<PortSpec>? Ports { get; set; }

    /// <summary>Confidential values; a change of the list counts from the next start, a change of a value does not need one.</summary>
    [MaxLength(100)]
    [ListMap("id")]
    public IList<SecretSpec>? Secrets { get; set; }

    /// <summary>Who may log in over SSH; keys come and go while it runs.</summary>
    [MaxLength(100)]
    [ListMap("id")]
    public IList<SshPublicKey>? SshPublicKeys { get; set; }

    /// <summary>When it is stopped by itself.</summary>
    public TimeoutSpec? Timeout { get; set; }

    /// <summary>Who may reach it: OwnerOnly (default), CreatorOnly, Organization or Everyone.</summary>
    [AllowedValues(AdmissionLevels.OwnerOnly, AdmissionLevels.CreatorOnly, AdmissionLevels.Organization, AdmissionLevels.Everyone)]
    public string? Admission { get; set; }

    /// <summary>Whose it is. Default: whoever created it. To name somebody else takes the verb assign on environments/owner.</summary>
    public EnvironmentOwner? Owner { get; set; }
}
