namespace Environs.Crds;

/// <summary>Who may reach an environment; the names are those of AdmissionLevel in the Environments API.</summary>
public static class AdmissionLevels
{
    /// <summary>The owner.</summary>
    public const string OwnerOnly = "OwnerOnly";

    /// <summary>The creator, whoever owns it.</summary>
    public const string CreatorOnly = "CreatorOnly";

    /// <summary>Every member of the environment's organization.</summary>
    public const string Organization = "Organization";

    /// <summary>Anybody, without a login.</summary>
    public const string Everyone = "Everyone";
}
