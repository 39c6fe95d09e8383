using Environs.Crds;
using Environs.EndToEnd.Tests.Git;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Devcontainers;

/// <summary>A test of an environment whose repository has a devcontainer.json, written when the images' names are known.</summary>
public abstract class DevcontainerTest(InstalledOperator @operator) : OperatorTest(@operator)
{
    protected GitServer Git { get; private set; } = null!;

    /// <summary>The repository is the test's own.</summary>
    protected string Repository => Here.Namespace;

    protected string Folder => $"/workspaces/{Repository}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Git = await Operator.Git;
    }

    /// <summary>Commits files, the first of them the devcontainer.json, and applies an environment of the repository.</summary>
    protected async Task<TestEnvironment> ApplyAsync(EnvironmentClassSpec @class, params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files) await Git.PutAsync(Repository, path, content);
        return await Here.ApplyAsync(await SpecAsync(@class));
    }

    protected async Task<EnvironmentSpec> SpecAsync(EnvironmentClassSpec @class, string? session = null, DevcontainerSpec? devcontainer = null) => new()
    {
        Machine = new() { Class = await Here.ClassAsync(@class) },
        Content = new() { Session = session, Initializer = new() { Specs = [new() { Git = new() { RemoteUri = Git.Url(Here.Namespace, Repository) } }] } },
        Devcontainer = devcontainer,
    };

    /// <summary>A class whose own image is none that a test's file names, but for the tiny one.</summary>
    protected EnvironmentClassSpec Busybox => new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = 5, Storage = new() { Size = new("1Gi") } };

    protected EnvironmentClassSpec Devbox => new() { Image = Here.Images.Devbox, TerminationGracePeriodSeconds = 5, Storage = new() { Size = new("1Gi") } };

    protected static string Ready(EnvironmentStatus status) => TestEnvironment.Condition(status, EnvironmentConditions.Ready) is { } ready ? $"{ready.Status} {ready.Reason}" : "none";
}
