namespace Environs.Protocol.Secrets;

/// <summary>A secret that is mounted in a container, and where it is to be found; of its value nothing is told.</summary>
/// <remarks>A list of them is handed over as JSON in the variable <c>ENVIRONS_SECRETS</c>; the file of each has its id for a name.</remarks>
public sealed record MountedSecret
{
    /// <summary>Folder that kubelet keeps up to date: a file for each secret that is there.</summary>
    public const string Folder = "/environs/secrets";

    /// <summary>Variable that carries the list.</summary>
    public const string ListVariable = "ENVIRONS_SECRETS";

    /// <summary>The id in <c>spec.secrets</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Name of the Secret, for messages.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Key of the Secret, for messages.</summary>
    public string Key { get; set; } = "";

    /// <summary>Whether the container does without it where it is missing.</summary>
    public bool Optional { get; set; }

    /// <summary>The session in <c>spec.secrets</c>.</summary>
    public string Session { get; set; } = "";

    /// <summary>Variable of all that is started in the container; empty for none.</summary>
    public string Variable { get; set; } = "";

    /// <summary>Path of a link to the file; empty for none.</summary>
    public string Path { get; set; } = "";

    /// <summary>Host, with its port if it has one of its own, that git uses it for; empty for none.</summary>
    public string GitHost { get; set; } = "";

    /// <summary>What it is, for people.</summary>
    public override string ToString() => $"Secret \"{Secret}\", key \"{Key}\"";
}
