using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Secrets;

/// <summary>A private repository over HTTPS, of a server with an authority of its own.</summary>
public sealed class PrivateCloneTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task It_is_cloned_with_the_credential_and_git_inside_goes_on_with_it()
    {
        var server = await Operator.Git;
        await Here.PutSecretAsync("login", ("token", "ada:wrong"));
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Devbox, TerminationGracePeriodSeconds = 5 }) },
            Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = server.PrivateUrl() } }] } },
            Secrets = [new() { Id = "git", SecretKeyRef = new() { Name = "login", Key = "token" }, GitCredentialHost = server.SecureHost }],
        });
        var refused = await environment.UntilAsync(status => status.Content?.FailureMessage is { Length: > 0 }, "git says why it cannot");
        Assert.Contains("Authentication failed", refused.Content!.FailureMessage, StringComparison.Ordinal);

        await Here.PutSecretAsync("login", ("token", server.Credential));
        await environment.RunningAsync();
        Assert.Equal(await server.CommitAsync("main"), await environment.ExecAsync("git -C /workspaces/app rev-parse HEAD"));
        Assert.Equal($"{await server.CommitAsync("feature/login")}\trefs/heads/feature/login", await environment.ExecAsync("git -C /workspaces/app ls-remote origin feature/login"));
        var planted = server.Credential.Split(':')[1];
        Assert.DoesNotContain(planted, await environment.ExecAsync("cat /workspaces/app/.git/config /etc/gitconfig; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'"), StringComparison.Ordinal);
        Assert.DoesNotContain(planted, (await Here.KubectlAsync("logs", environment.Name, "--all-containers")).Output, StringComparison.Ordinal);
    }
}
