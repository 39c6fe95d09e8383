namespace Environs.Crds;

/// <summary>Values of spec.secrets[].scope, as Secret.Scope in the Environments API.</summary>
public static class SecretScopes
{
    /// <summary>Of everybody in the organization.</summary>
    public const string Organization = "Organization";

    /// <summary>Of a project.</summary>
    public const string Project = "Project";

    /// <summary>Of one person.</summary>
    public const string User = "User";

    /// <summary>Of a program that acts by itself.</summary>
    public const string ServiceAccount = "ServiceAccount";

    /// <summary>Of whoever runs the platform.</summary>
    public const string Runner = "Runner";
}
