namespace Environs.EndToEnd.Tests.Run;

/// <summary>What a developer finds in a running environment.</summary>
[Trait("Category", "Cluster")]
public sealed class InsideTests(DevboxEnvironment devbox) : IClassFixture<DevboxEnvironment>
{
    [Fact]
    public async Task The_user_is_the_images() => Assert.Equal("1000", await devbox.Environment.ExecAsync("id -u"));

    [Fact]
    public async Task Sudo_works() => Assert.Equal("0", await devbox.Environment.ExecAsync("sudo id -u"));

    [Fact]
    public async Task The_first_process_is_the_supervisor() =>
        Assert.Equal("/environs/bin/supervisor run", await devbox.Environment.ExecAsync("tr '\\0' ' ' </proc/1/cmdline"));

    [Fact]
    public async Task No_token_for_the_API_is_mounted() =>
        Assert.Equal("none", await devbox.Environment.ExecAsync("find / -path /proc -prune -o -path '*serviceaccount*' -print 2>/dev/null | grep . || echo none"));

    [Fact]
    public async Task Workspaces_and_home_can_be_written()
    {
        await devbox.Environment.UntilExecAsync("test -f ~/.environs-home && echo seeded", "seeded");
        Assert.Equal("/environs/home", await devbox.Environment.ExecAsync("touch /workspaces/a ~/b && echo $HOME"));
    }

    [Fact]
    public async Task The_supervisor_cannot_be_replaced() =>
        Assert.Equal("refused", await devbox.Environment.ExecAsync("sudo sh -c 'echo x >/environs/bin/supervisor' 2>/dev/null || echo refused"));

    [Fact]
    public async Task Orphans_are_reaped()
    {
        // A parent that ends at once, and a child that outlives it.
        await devbox.Environment.ExecAsync("sh -c 'sleep 1.27 & exit 0'");
        await devbox.Environment.UntilExecAsync("ps -eo args,stat,ppid | awk '/sleep 1.2[7]/ {print $NF; f=1} /defunct/ {print \"zombie\"; f=1} END {if (!f) print \"none\"}'", "none");
    }
}
