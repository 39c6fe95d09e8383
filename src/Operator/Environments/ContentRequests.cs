using System.Text.Json;
using Environs.Crds;
using Environs.Operator.Secrets;
using Environs.Protocol;
using Environs.Protocol.Content;

namespace Environs.Operator.Environments;

/// <summary>Builds what the init container is asked for. Pure.</summary>
internal static class ContentRequests
{
    /// <summary>The usual first user of dev images; files of the root-run init container go to it, others reach them by the group.</summary>
    public const int Owner = 1000;

    /// <summary>The request of a spec; null when there is nothing to clone.</summary>
    public static ContentRequest? Of(EnvironmentSpec spec, bool initRunsAsRoot) => OfContent(spec, initRunsAsRoot) is var content && Dotfiles(spec) is { } dotfiles
        ? (content ?? OfNothing(initRunsAsRoot)) with { Session = spec.Content?.Session ?? "", Dotfiles = dotfiles }
        : content;

    /// <summary>What the init container is asked for where there is nothing to clone: folders that the user may write to.</summary>
    public static ContentRequest OfNothing(bool initRunsAsRoot) => new() { OwnerUid = initRunsAsRoot ? Owner : -1, OwnerGid = initRunsAsRoot ? Owner : -1 };

    /// <summary>The request as the variable of the init container carries it.</summary>
    public static string Json(ContentRequest request) => JsonSerializer.Serialize(request, ProtocolJson.Default.ContentRequest);

    /// <summary>Names what a remote is asked for, and with which credentials, so that a refusal is remembered for this request and no other; "" for none.</summary>
    public static string Hash(EnvironmentSpec spec) =>
        OfContent(spec, false) is not { } request ? "" : Hashes.Of(request, ProtocolJson.Default.ContentRequest) + Credentials(spec);

    /// <summary>Address of the user's dotfiles, if they are wanted: a prebuild is nobody's.</summary>
    public static string? Dotfiles(EnvironmentSpec spec) =>
        spec.Devcontainer is { Dotfiles.Repository: { Length: > 0 } repository, LifecycleStage: not LifecycleStages.Prebuild } ? repository : null;

    private static string Credentials(EnvironmentSpec spec) =>
        EnvironmentSecrets.Mounted(spec).Where(secret => secret.GitCredentialHost is not null).ToList() is { Count: > 0 } secrets
            ? Hashes.Of(new EnvironmentSpec { Secrets = secrets }, CrdsJson.Default.EnvironmentSpec)
            : "";

    private static ContentRequest? OfContent(EnvironmentSpec spec, bool initRunsAsRoot) =>
        spec.Content?.Initializer?.Specs is not { Count: > 0 } specs ? null : new ContentRequest
        {
            Session = spec.Content.Session ?? "",
            GitUsername = spec.Content.GitUsername ?? "",
            GitEmail = spec.Content.GitEmail ?? "",
            Repositories = [.. specs.Select(Repository)],
            OwnerUid = initRunsAsRoot ? Owner : -1,
            OwnerGid = initRunsAsRoot ? Owner : -1,
        };

    private static RepositoryRequest Repository(ContentInitializerSpec spec) => new()
    {
        ContextUrl = spec.ContextUrl?.Url ?? "",
        RemoteUri = spec.Git?.RemoteUri ?? "",
        UpstreamRemoteUri = spec.Git?.UpstreamRemoteUri ?? "",
        TargetMode = spec.Git?.TargetMode ?? "",
        CloneTarget = spec.Git?.CloneTarget ?? "",
        CheckoutLocation = spec.Git?.CheckoutLocation ?? "",
    };
}
