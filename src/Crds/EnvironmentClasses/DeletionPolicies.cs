namespace Environs.Crds;

/// <summary>Values of storage.deletionPolicy.</summary>
public static class DeletionPolicies
{
    /// <summary>The volume goes with the Environment.</summary>
    public const string Delete = "Delete";

    /// <summary>The volume stays.</summary>
    public const string Retain = "Retain";
}
