using Environs.Crds;
using Environs.EndToEnd.Tests.Git;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Content;

/// <summary>An environment with a repository for each way to name one.</summary>
public sealed class ClonedEnvironment(InstalledOperator @operator) : IAsyncLifetime
{
    private Playground? here;

    public Playground Here => here!;

    public GitServer Server { get; private set; } = null!;

    public TestEnvironment Environment { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await @operator.EnsureAsync();
        here = await Playground.CreateAsync(@operator, "cloned");
        Server = await @operator.Git;
        var asker = Here.Namespace;
        var commit = await Server.CommitAsync("feature/login");
        Environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Devbox, Storage = new() { Size = new("1Gi") } }) },
            Content = new()
            {
                GitUsername = "Grace Hopper",
                GitEmail = "grace@example.com",
                Initializer = new()
                {
                    Specs =
                    [
                        Clone(new() { RemoteUri = Server.Url(asker), UpstreamRemoteUri = Server.Url(asker, "lib") }),
                        Clone(new() { RemoteUri = Server.Url(asker), TargetMode = CloneTargetModes.RemoteBranch, CloneTarget = "feature/login", CheckoutLocation = "branch" }),
                        Clone(new() { RemoteUri = Server.Url(asker), TargetMode = CloneTargetModes.LocalBranch, CloneTarget = "mine", CheckoutLocation = "nested/local" }),
                        Clone(new() { RemoteUri = Server.Url(asker), TargetMode = CloneTargetModes.RemoteTag, CloneTarget = "v1.0", CheckoutLocation = "tag" }),
                        Clone(new() { RemoteUri = Server.Url(asker), TargetMode = CloneTargetModes.RemoteCommit, CloneTarget = commit, CheckoutLocation = "commit" }),
                        Clone(new() { RemoteUri = Server.GitUrl(), CheckoutLocation = "git-protocol" }),
                        new() { ContextUrl = new() { Url = Server.Url(asker, "lib") } },
                    ],
                },
            },
        });
        await Environment.RunningAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (here is not null) await here.DisposeAsync();
    }

    private static ContentInitializerSpec Clone(GitInitializer git) => new() { Git = git };
}
