namespace Environs.Crds;

/// <summary>The rules of secrets that a schema cannot say; see <see cref="EnvironmentRules"/>.</summary>
public static class SecretRules
{
    /// <summary>The reference's own limit, in bytes.</summary>
    public const int LongestValue = 10240;

    /// <summary>Key of the Secrets that pods pull images with.</summary>
    public const string RegistryKey = ".dockerconfigjson";

    internal const string IdPattern = "^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$";
    internal const string NamePattern = "^[0-9a-zA-Z_]{3,}$";
    // As Kubernetes has it, but for the names that begin with two dots, which it does not mount.
    internal const string KeyPattern = "^[.]?[-_a-zA-Z0-9][-._a-zA-Z0-9]*$";
    internal const string FilePathPattern = "^(/[a-zA-Z0-9._@%+=:,~-]+)+$";
    // As git names a host: small letters, and the port unless it is the usual one.
    internal const string HostPattern = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[1-9][0-9]{0,4})?$";

    internal const string OnePlaceCel =
        "[has(self.environmentVariable), has(self.filePath), has(self.gitCredentialHost), has(self.containerRegistryBasicAuthHost), has(self.apiOnly) && self.apiOnly].filter(p, p).size() == 1";
    internal const string OwnVariableCel = "!has(self.environmentVariable) || !self.environmentVariable.startsWith('ENVIRONS_')";
    internal const string NoDotsCel = $"!has(self.filePath) || !self.filePath.matches(r'{EnvironmentRules.DotsPattern}')";
    internal const string NotOursCel = "!has(self.filePath) || !(self.filePath + '/').startsWith('/environs/') || self.filePath.startsWith('/environs/home/')";
    internal const string ModeOfFileCel = "!has(self.fileMode) || has(self.filePath)";
    internal const string RegistryKeyCel = $"!has(self.containerRegistryBasicAuthHost) || self.secretKeyRef.key == '{RegistryKey}'";

    /// <summary>The API document makes them a oneof.</summary>
    public const string OnePlace = "exactly one of environmentVariable, filePath, gitCredentialHost, containerRegistryBasicAuthHost and apiOnly: true must be set";

    /// <summary>The supervisor's own variables would win anyway.</summary>
    public const string OwnVariable = "environmentVariable must not begin with ENVIRONS_: those are the supervisor's";

    /// <summary>A path as it will be seen.</summary>
    public const string NoDots = "filePath must not have '.' or '..' parts";

    /// <summary>The folders that the pod is made of.</summary>
    public const string NotOurs = "filePath must not lie in /environs, but for /environs/home";

    /// <summary>Of what is no file there is none.</summary>
    public const string ModeOfFile = "fileMode goes with filePath only";

    /// <summary>Kubelet takes no other.</summary>
    public const string RegistryKeyOnly = $"secretKeyRef.key must be {RegistryKey} where containerRegistryBasicAuthHost is set: kubelet pulls images with Secrets of type kubernetes.io/dockerconfigjson";
}
