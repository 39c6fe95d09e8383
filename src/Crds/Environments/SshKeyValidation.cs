namespace Environs.Crds;

/// <summary>What the schema and its rules say of SSH keys; part of <see cref="EnvironmentValidation"/>.</summary>
internal static class SshKeyValidation
{
    public static void Keys(FieldChecks check, string field, IList<SshPublicKey> keys)
    {
        if (!check.Count(field, keys.Count, 100)) return;
        check.Distinct(field, keys.Select(key => key?.Id));
        for (var i = 0; i < keys.Count; i++)
        {
            check.Needed($"{field}[{i}].id", keys[i]?.Id, 63, SecretRules.IdPattern);
            check.Text($"{field}[{i}].value", keys[i]?.Value, 0, 4096);
            check.Rule($"{field}[{i}].value", keys[i]?.Value is { } value && SshKeyRules.IsKey(value), SshKeyRules.Value);
        }
    }
}
