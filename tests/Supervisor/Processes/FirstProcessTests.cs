using System.Diagnostics;
using System.Globalization;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Processes;

/// <summary>The supervisor as the first process of a PID namespace of its own, with real processes beside it.</summary>
[Trait("Category", "Program")]
public sealed class FirstProcessTests : IAsyncLifetime
{
    private readonly TemporaryFolder root = new();
    private readonly List<Process> started = [];
    private Process container = null!;
    private int supervisor;

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Libc.GetEffectiveUserId() == 0, "needs root to make a PID namespace");
        Directory.CreateDirectory(root["home"]);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var process in started.Where(process => !process.HasExited)) process.Kill(entireProcessTree: true);
        root.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Orphans_are_reaped()
    {
        await StartAsync();

        // Each shell dies before its child, which comes to the first process and ends there.
        await EnterAsync("for i in 1 2 3 4 5 6 7 8 9 10; do sh -c 'sleep 1 >/dev/null 2>&1 & exit' & done; wait");
        await Eventually.TrueAsync(() => Children().Count > 0, "orphans arrive");
        await Eventually.TrueAsync(() => Children().Count == 0, "orphans are reaped");

        Assert.False(container.HasExited);
    }

    [Fact]
    public async Task Children_that_end_all_at_once_are_all_reaped()
    {
        await StartAsync();
        await EnterAsync("for i in 1 2 3 4 5; do sh -c 'sleep 100 >/dev/null 2>&1 & exit' & done; wait");
        await Eventually.TrueAsync(() => Children().Count == 5, "orphans arrive");

        // While it is suspended the kernel keeps one SIGCHLD for all of them.
        await SignalAsync("STOP");
        foreach (var child in Children()) await Command.RunAsync("kill", ["-KILL", child]);
        await SignalAsync("CONT");

        await Eventually.TrueAsync(() => Children().Count == 0, "all are reaped");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("RTMIN+3")]
    public async Task Asked_to_stop_it_ends_everything_and_exits_well(string signal)
    {
        await StartAsync();
        Exec("trap 'echo asked > exec; exit' TERM; echo > exec-ready; while :; do sleep 0.1; done");
        await EnterAsync("sh -c \"trap 'echo asked > orphan; exit' TERM; echo > orphan-ready; while :; do sleep 0.1; done\" >/dev/null 2>&1 &");
        await ReadyAsync("exec-ready", "orphan-ready");

        await SignalAsync(signal);

        Assert.Equal(0, await EndAsync());
        Assert.Equal("asked", (await File.ReadAllTextAsync(root["exec"])).Trim());
        Assert.Equal("asked", (await File.ReadAllTextAsync(root["orphan"])).Trim());
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_killed()
    {
        await StartAsync(grace: 1);
        Exec("trap '' TERM HUP; echo > ready; while :; do sleep 0.1; done");
        await ReadyAsync("ready");
        var watch = Stopwatch.StartNew();

        await SignalAsync("TERM");

        Assert.Equal(0, await EndAsync());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 10);
    }

    [Fact]
    public async Task A_suspended_process_and_an_interactive_shell_do_not_hold_it_up()
    {
        await StartAsync(grace: 20);
        // Not the shell itself: nsenter would suspend itself too, and then reap nobody.
        Exec("sleep 100 & kill -STOP $!; echo > ready; wait");
        // script, outside the container, gives the shell a terminal, as kubectl exec -it does.
        await File.WriteAllTextAsync(root["shell"], "trap : TERM; echo > shell-ready; while :; do sleep 0.1; done");
        Start("script", "-qec", $"nsenter --target {supervisor} --pid --mount --wd={root.Path} setsid --ctty --wait sh -i shell", "/dev/null");
        await ReadyAsync("ready", "shell-ready");
        var watch = Stopwatch.StartNew();

        await SignalAsync("TERM");

        Assert.Equal(0, await EndAsync());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("USR1")]
    [InlineData("USR2")]
    public async Task Other_signals_are_passed_on(string signal)
    {
        await StartAsync();
        await EnterAsync($"setsid sh -c \"trap 'echo got > {signal}' {signal}; echo > ready; while :; do sleep 0.1; done\" >/dev/null 2>&1 &");
        await ReadyAsync("ready");

        await SignalAsync(signal);

        await Eventually.TrueAsync(() => File.Exists(root[signal]), "the signal arrives");
        Assert.False(container.HasExited);
    }

    [Fact]
    public async Task The_home_is_seeded_once_and_linked()
    {
        // A root file system of its own, so that the machine's /root stays as it is.
        const string Script = """
            mkdir -p image/etc image/root image/proc image/environs/home image/environs/bin
            echo 'root:x:0:0::/root:/bin/sh' > image/etc/passwd
            echo image > image/root/.profile
            """;
        await Command.RunAsync("sh", ["-c", Script], root.Path);
        if (Environment.GetEnvironmentVariable("ENVIRONS_SUPERVISOR") is not { Length: > 0 } binary)
        {
            Assert.Skip("needs the static supervisor: ENVIRONS_SUPERVISOR names it");
            return;
        }

        File.Copy(binary, root["image/environs/bin/supervisor"]);
        container = Start("unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "--root=" + root["image"], "/environs/bin/supervisor", "run");
        await Eventually.TrueAsync(() => new FileInfo(root["image/root"]).LinkTarget == "/environs/home", "the home is linked");
        Assert.Equal("image\n", await File.ReadAllTextAsync(root["image/environs/home/.profile"]));
        await Eventually.TrueAsync(() => File.Exists(root["image/etc/gitconfig"]), "git is told");
    }

    private async Task StartAsync(int grace = 10)
    {
        container = Start(
            "env", $"ENVIRONS_HOME={root["home"]}", $"ENVIRONS_STOP_GRACE_SECONDS={grace}", "ENVIRONS_PASSWD=/dev/null", $"ENVIRONS_GITCONFIG={root["gitconfig"]}", $"ENVIRONS_COMMANDS={root["commands"]}",
            "unshare", "--pid", "--fork", "--mount-proc", "--kill-child", Command.Supervisor, "run");
        var ready = new TaskCompletionSource();
        container.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("home is ready", StringComparison.Ordinal) == true) ready.TrySetResult();
        };
        container.OutputDataReceived += (_, _) => { };
        container.BeginErrorReadLine();
        container.BeginOutputReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(20));
        supervisor = int.Parse((await File.ReadAllTextAsync($"/proc/{container.Id}/task/{container.Id}/children")).Trim(), CultureInfo.InvariantCulture);
    }

    private Process Start(string program, params string[] arguments)
    {
        // A shell starts what runs in the background with some signals ignored, and nohup with another; no container is started so.
        var process = Command.Start("env", ["--default-signal=HUP,INT,QUIT", program, .. arguments], root.Path);
        started.Add(process);
        return process;
    }

    /// <summary>Runs a shell as kubectl exec does: inside, but not as a child of the first process.</summary>
    private Process Exec(string script)
    {
        var process = Start("nsenter", "--target", supervisor.ToString(CultureInfo.InvariantCulture), "--pid", "--mount", "--wd=" + root.Path, "setsid", "--wait", "sh", "-c", script);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private async Task EnterAsync(string script)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Exec(script).WaitForExitAsync(limit.Token);
    }

    private Task ReadyAsync(params string[] files) =>
        Eventually.TrueAsync(() => files.All(file => File.Exists(root[file])), string.Join(" and ", files));

    private async Task SignalAsync(string signal) =>
        await Command.RunAsync("bash", ["-c", $"kill -s {signal} {supervisor}"]);

    private async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await container.WaitForExitAsync(limit.Token);
        return container.ExitCode;
    }

    private List<string> Children() =>
        [.. Directory.EnumerateDirectories($"/proc/{supervisor}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
