namespace Environs.Crds;

/// <summary>Values that say how a file of the repository was found, as in the Environments API.</summary>
public static class FilePresences
{
    /// <summary>There is none.</summary>
    public const string Absent = "Absent";

    /// <summary>It lies where such files usually do.</summary>
    public const string Discovered = "Discovered";

    /// <summary>It lies where the spec says.</summary>
    public const string Specified = "Specified";
}
