using System.Text.RegularExpressions;

namespace Environs.Crds;

/// <summary>What the schema and its rules say of secrets and of references to them; part of <see cref="EnvironmentValidation"/> and <see cref="AutomationValidation"/>.</summary>
internal static class SecretValidation
{
    public static void Secrets(FieldChecks check, string field, IList<SecretSpec> secrets)
    {
        if (!check.Count(field, secrets.Count, 100)) return;
        check.Distinct(field, secrets.Select(secret => secret?.Id));
        for (var i = 0; i < secrets.Count; i++)
        {
            // An item can be null: what comes from a server is not bound by what the types say.
            if (secrets[i] is { } secret) Secret(check, $"{field}[{i}]", secret);
            else check.Rule($"{field}[{i}]", false, "must be set");
        }
    }

    public static void Reference(FieldChecks check, string field, SecretKeyReference? reference)
    {
        // One that is left out reads as an empty one.
        var isThere = reference is not (null or { Name: null or "", Key: null or "" });
        check.Rule(field, isThere, "must be set");
        if (reference is null || !isThere) return;
        check.Needed($"{field}.name", reference.Name, 253, EnvironmentRules.ClassNamePattern);
        check.Needed($"{field}.key", reference.Key, 253, SecretRules.KeyPattern);
    }

    private static void Secret(FieldChecks check, string field, SecretSpec secret)
    {
        check.Needed($"{field}.id", secret.Id, 63, SecretRules.IdPattern);
        check.Text($"{field}.name", secret.Name, 3, 127, SecretRules.NamePattern);
        Reference(check, $"{field}.secretKeyRef", secret.SecretKeyRef);
        check.Text($"{field}.environmentVariable", secret.EnvironmentVariable, 1, 256, AutomationRules.VariablePattern);
        check.Text($"{field}.filePath", secret.FilePath, 2, 255, SecretRules.FilePathPattern);
        check.Rule($"{field}.fileMode", secret.FileMode is null or (>= 0 and <= 511), "must be from 0 to 0777");
        check.Text($"{field}.gitCredentialHost", secret.GitCredentialHost, 1, 253, SecretRules.HostPattern);
        check.Text($"{field}.containerRegistryBasicAuthHost", secret.ContainerRegistryBasicAuthHost, 1, 253, SecretRules.HostPattern);
        check.OneOf($"{field}.scope", secret.Scope, SecretScopes.Organization, SecretScopes.Project, SecretScopes.User, SecretScopes.ServiceAccount, SecretScopes.Runner);
        check.Text($"{field}.session", secret.Session, 0, 256, AutomationRules.SessionPattern);

        bool[] places =
        [
            secret.EnvironmentVariable is not null, secret.FilePath is not null, secret.GitCredentialHost is not null,
            secret.ContainerRegistryBasicAuthHost is not null, secret.ApiOnly == true,
        ];
        check.Rule(field, places.Count(place => place) == 1, SecretRules.OnePlace);
        check.Rule(field, secret.EnvironmentVariable?.StartsWith("ENVIRONS_", StringComparison.Ordinal) != true, SecretRules.OwnVariable);
        check.Rule(field, secret.FilePath is not { } path || !Regex.IsMatch(path, EnvironmentRules.DotsPattern), SecretRules.NoDots);
        check.Rule(field, secret.FilePath is not { } place || !$"{place}/".StartsWith("/environs/", StringComparison.Ordinal) || place.StartsWith("/environs/home/", StringComparison.Ordinal), SecretRules.NotOurs);
        check.Rule(field, secret.FileMode is null || secret.FilePath is not null, SecretRules.ModeOfFile);
        check.Rule(field, secret.ContainerRegistryBasicAuthHost is null || secret.SecretKeyRef is null or { Key: SecretRules.RegistryKey }, SecretRules.RegistryKeyOnly);
    }
}
