using System.Globalization;
using System.Text.RegularExpressions;

namespace Environs.Crds;

/// <summary>What the schema and its rules say of an Environment, for one that an API server without CEL, or an older schema, let in.</summary>
/// <remarks>Only where the webhook is asked is an object compared with what it was before: an old server cannot be made to remember.</remarks>
public static class EnvironmentValidation
{
    /// <summary>All that is wrong with the spec, in the words of <see cref="EnvironmentRules"/>; empty when it is valid.</summary>
    public static IReadOnlyList<FieldError> Errors(V1alpha1Environment environment)
    {
        var check = new FieldChecks();
        check.Rule("metadata.name", environment.Metadata?.Name is null or { Length: <= 63 }, EnvironmentRules.NameLength);
        if (environment.Spec is { } spec) Spec(check, spec);
        else check.Rule("spec", false, "must be set");
        return check.Errors;
    }

    /// <summary>What must not become of an environment, as its rule says; empty when nothing of it has.</summary>
    public static IReadOnlyList<FieldError> Changes(V1alpha1Environment before, V1alpha1Environment after)
    {
        var check = new FieldChecks();
        check.Rule(
            "spec.machine.class",
            after.Spec?.Machine?.Class is not { } wanted || before.Status?.Machine?.Class is not { } inForce || wanted == inForce || wanted == before.Spec?.Machine?.Class,
            EnvironmentRules.ClassIsImmutable);
        return check.Errors;
    }

    private static void Spec(FieldChecks check, EnvironmentSpec spec)
    {
        check.Text("spec.displayName", spec.DisplayName, 0, 80);
        check.OneOf("spec.desiredPhase", spec.DesiredPhase, DesiredPhases.Running, DesiredPhases.Stopped);
        check.Text("spec.machine.class", spec.Machine?.Class, 1, 253, EnvironmentRules.ClassNamePattern);
        check.Text("spec.machine.session", spec.Machine?.Session, 0, 256);
        check.Text("spec.devcontainer.defaultDevcontainerImage", spec.Devcontainer?.DefaultDevcontainerImage, 1, 512, EnvironmentRules.ImagePattern);
        if (spec.Devcontainer?.DevcontainerFilePath is { } file) Path(check, "spec.devcontainer.devcontainerFilePath", file, 1024);
        check.Text("spec.devcontainer.session", spec.Devcontainer?.Session, 0, 256);
        check.OneOf("spec.devcontainer.lifecycleStage", spec.Devcontainer?.LifecycleStage, LifecycleStages.Full, LifecycleStages.Prebuild);
        if (spec.Devcontainer?.Dotfiles is { } dotfiles) Url(check, "spec.devcontainer.dotfiles.repository", dotfiles.Repository);
        check.Text("spec.content.gitUsername", spec.Content?.GitUsername, 0, 256, EnvironmentRules.TextPattern);
        check.Text("spec.content.gitEmail", spec.Content?.GitEmail, 0, 320, EnvironmentRules.TextPattern);
        check.Text("spec.content.session", spec.Content?.Session, 0, 256);
        check.Text("spec.automationsFile.session", spec.AutomationsFile?.Session, 0, 256);
        if (spec.AutomationsFile?.AutomationsFilePath is { } path) Path(check, "spec.automationsFile.automationsFilePath", path, 1024);
        check.Text("spec.timeout.disconnected", spec.Timeout?.Disconnected, 2, 32);
        check.Rule("spec.timeout.disconnected", spec.Timeout?.Disconnected is not { } limit || Durations.Parse(limit) <= TimeSpan.FromHours(8760), EnvironmentRules.Inactivity);
        if (spec.Ports is { } ports) Ports(check, "spec.ports", ports);
        check.OneOf("spec.admission", spec.Admission, AdmissionLevels.OwnerOnly, AdmissionLevels.CreatorOnly, AdmissionLevels.Organization, AdmissionLevels.Everyone);
        if (spec.Owner is { } owner) check.Needed("spec.owner.name", owner.Name, 512, EnvironmentRules.TextPattern);
        check.Set(
            "spec.automationsFile.triggerFilter", spec.AutomationsFile?.TriggerFilter, 6,
            (field, trigger) => check.OneOf(field, trigger, AutomationTriggers.All));
        if (spec.Secrets is { } secrets) SecretValidation.Secrets(check, "spec.secrets", secrets);
        if (spec.SshPublicKeys is { } keys) SshKeyValidation.Keys(check, "spec.sshPublicKeys", keys);
        if (spec.Content?.Initializer?.Specs is { } initializers) Initializers(check, "spec.content.initializer.specs", initializers);
    }

    private static void Initializers(FieldChecks check, string field, IList<ContentInitializerSpec> specs)
    {
        check.Count(field, specs.Count, 10);
        var locations = specs.Select(spec => spec?.Git?.CheckoutLocation).OfType<string>().ToList();
        check.Rule(field, locations.Distinct(StringComparer.Ordinal).Count() == locations.Count, EnvironmentRules.CheckoutLocationIsUnique);
        // An item can be null: what comes from a server is not bound by what the types say.
        for (var i = 0; i < specs.Count; i++)
        {
            check.Rule($"{field}[{i}]", (specs[i]?.Git is null) != (specs[i]?.ContextUrl is null), EnvironmentRules.GitOrContextUrl);
            if (specs[i]?.Git is { } git) Git(check, $"{field}[{i}].git", git);
            if (specs[i]?.ContextUrl is { } context) Url(check, $"{field}[{i}].contextUrl.url", context.Url);
        }
    }

    private static void Ports(FieldChecks check, string field, IList<PortSpec> ports)
    {
        if (!check.Count(field, ports.Count, 100)) return;
        for (var i = 0; i < ports.Count; i++)
        {
            check.Rule($"{field}[{i}].port", ports[i]?.Port is >= 1024 and <= 65535, "must be 1024 to 65535");
            check.Text($"{field}[{i}].name", ports[i]?.Name, 1, 100);
            check.OneOf($"{field}[{i}].admission", ports[i]?.Admission, AdmissionLevels.OwnerOnly, AdmissionLevels.CreatorOnly, AdmissionLevels.Organization, AdmissionLevels.Everyone);
            check.OneOf($"{field}[{i}].protocol", ports[i]?.Protocol, PortProtocols.Http, PortProtocols.Https);
        }
        check.Distinct(field, ports.Select(port => port?.Port.ToString(CultureInfo.InvariantCulture)));
    }

    private static void Git(FieldChecks check, string field, GitInitializer git)
    {
        Url(check, $"{field}.remoteUri", git.RemoteUri);
        if (git.UpstreamRemoteUri is { } upstream) Url(check, $"{field}.upstreamRemoteUri", upstream);
        check.OneOf(
            $"{field}.targetMode", git.TargetMode, CloneTargetModes.RemoteHead, CloneTargetModes.RemoteCommit, CloneTargetModes.RemoteBranch,
            CloneTargetModes.LocalBranch, CloneTargetModes.RemoteTag);
        check.Rule(
            field, (git.TargetMode is null or CloneTargetModes.RemoteHead) == (git.CloneTarget is null),
            EnvironmentRules.CloneTargetGoesWithTargetMode);
        if (git.CloneTarget is { } target)
        {
            check.Text($"{field}.cloneTarget", target, 1, 255);
            check.Rule(
                $"{field}.cloneTarget", FieldChecks.Matches(target, EnvironmentRules.RefPattern) && !target.Contains("..", StringComparison.Ordinal),
                EnvironmentRules.GitRef);
        }
        if (git.CheckoutLocation is { } location) Path(check, $"{field}.checkoutLocation", location, 255);
    }

    private static void Path(FieldChecks check, string field, string path, int longest)
    {
        check.Text(field, path, 1, longest);
        check.Rule(field, FieldChecks.Matches(path, EnvironmentRules.PathPattern) && !Regex.IsMatch(path, EnvironmentRules.DotsPattern), EnvironmentRules.RelativePath);
    }

    private static void Url(FieldChecks check, string field, string? url)
    {
        check.Text(field, url, 0, 2048);
        check.Rule(
            field,
            url is not null && (FieldChecks.Matches(url, EnvironmentRules.UrlPattern) || FieldChecks.Matches(url, EnvironmentRules.ScpPattern)),
            EnvironmentRules.GitUrl);
        check.Rule(field, url is null || !Regex.IsMatch(url, EnvironmentRules.CredentialsPattern), EnvironmentRules.NoCredentials);
    }
}
