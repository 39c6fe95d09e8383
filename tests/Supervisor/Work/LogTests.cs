using System.Text;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Support;
using Environs.Supervisor.Work;
using static Environs.Supervisor.Tests.Support.Engine;

namespace Environs.Supervisor.Tests.Work;

public sealed class LogTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly StringWriter said = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void The_newest_part_and_the_one_before_it_are_kept()
    {
        var file = new LogFile(root["logs/a.log"], 100, new RunFolder(root.Path, new Log(said)));
        for (var i = 0; i < 50; i++)
        {
            file.Append(Encoding.UTF8.GetBytes($"line {i:000}\n"));
            // As between two commands of a service.
            if (i % 3 == 0) file.Close();
        }

        // A file is named by the byte that it begins with: eleven lines of nine bytes fit into one.
        var pieces = LogPieces.Of(root["logs/a.log"]);
        Assert.Equal([(297L, root["logs/a.log.0000000000000297"]), (396L, root["logs/a.log.0000000000000396"])], pieces.Select(piece => (piece.Start, piece.Path)));
        Assert.Equal(string.Concat(Enumerable.Range(33, 17).Select(i => $"line {i:000}\n")), string.Concat(pieces.Select(piece => File.ReadAllText(piece.Path))));
        Assert.Equal("", said.ToString());
    }

    [Fact]
    public void Another_user_of_the_container_can_go_on_with_it_but_not_with_what_is_roots()
    {
        var isRoot = Libc.GetEffectiveUserId() == 0;
        var folder = new RunFolder(root.Path, new Log(said));
        File.SetUnixFileMode(root.Path, (UnixFileMode)0b111_111_111);
        folder.Claim();
        new LogFile(root["logs/services/a.log"], 100, folder).Append("x"u8);
        Assert.True(folder.MakeEmpty(root["outputs/a"]));
        Assert.Equal((UnixFileMode)(isRoot ? 0b110_100_100 : 0b110_110_110), FileStatus.Of(root["logs/services/a.log"])!.Mode);
        Assert.Equal((UnixFileMode)(isRoot ? 0b111_101_101 : 0b111_111_111), FileStatus.Of(root["logs/services"])!.Mode);
        Assert.Equal((UnixFileMode)(isRoot ? 0b111_101_101 : 0b111_111_111), FileStatus.Of(root.Path)!.Mode);
        // Commands may be another user's.
        Assert.Equal((UnixFileMode)0b110_110_110, FileStatus.Of(root["outputs/a"])!.Mode);
    }

    [Fact]
    public void Logs_of_what_is_over_are_kept_while_they_have_room_and_those_of_what_runs_always()
    {
        var folder = new RunFolder(root.Path, new Log(said));
        foreach (var (i, execution) in new[] { "old", "running", "new", "newest" }.Index())
        {
            new LogFile(folder.StepLog(execution, "a"), 1000, folder).Append(new byte[400]);
            Directory.SetLastWriteTimeUtc(root[$"logs/steps/{execution}"], DateTime.UnixEpoch.AddMinutes(i));
        }

        folder.Tidy(new HashSet<string> { "running" }, keptBytes: 1000);
        Assert.Equal(["new", "newest", "running"], Directory.EnumerateDirectories(root["logs/steps"]).Select(Path.GetFileName).Order());
        Assert.Equal("", said.ToString());
    }

    [Fact]
    public async Task A_disk_that_is_full_ends_nothing_and_is_said_once()
    {
        Assert.SkipUnless(Libc.GetEffectiveUserId() == 0, "needs root to mount a small file system");
        Directory.CreateDirectory(root["small"]);
        await Command.RunAsync("mount", ["-t", "tmpfs", "-o", "size=64k", "small", root["small"]]);
        try
        {
            using var engine = new Engine(root, settings => settings with { Folder = root["small"], LogLimit = 5 << 20 });
            engine.Want(AService("seq 1 100000; echo end; touch ended; sleep 1000", ready: "test -f ended"));
            await engine.UntilAsync(ServicePhase.Running);
            await Eventually.TrueAsync(() => engine.Lines.Contains("[web] end\n", StringComparison.Ordinal), "all of it is shown");
            Assert.Single(engine.Log.Split('\n'), line => line.Contains("does not take logs", StringComparison.Ordinal));
        }
        finally
        {
            await Command.RunAsync("umount", [root["small"]]);
        }
    }

    [Fact]
    public async Task An_unfinished_line_is_shown_when_nothing_follows()
    {
        using var engine = new Engine(root);
        engine.Want(AService("printf 'half'; until [ -f more ]; do sleep 0.05; done; echo ' and half'; sleep 1000"));
        await Eventually.TrueAsync(() => engine.Lines == "[web] half\n", "the first half");
        await File.WriteAllTextAsync(root["workspace/more"], "");
        await Eventually.TrueAsync(() => engine.Lines == "[web] half\n[web]  and half\n", "the second half");
        Assert.Equal("half and half\n", await File.ReadAllTextAsync(root["run/logs/services/s.log"]));
    }

    [Fact]
    public async Task Nobody_who_reads_holds_up_only_the_one_who_writes()
    {
        using var stuck = new StuckStream();
        using var engine = new Engine(root, container: stuck);
        var flood = AService("yes");
        flood.Id = flood.Reference = "flood";
        engine.Want(flood, AService("touch here; sleep 1000", ready: "test -f here"), AStep("exit 3"));
        await stuck.IsStuck;

        await engine.UntilAsync(ServicePhase.Running);
        Assert.Equal(3, (await engine.UntilAsync(StepPhase.Failed)).ExitCode);
        var before = new FileInfo(root["run/logs/services/flood.log"]).Length;
        Assert.InRange(before, 1, 4096);

        engine.Want();
        await Eventually.TrueAsync(() => engine.Report.Services.Count == 0, "all are stopped");
    }

    [Fact]
    public async Task A_flood_is_kept_within_the_limit()
    {
        using var engine = new Engine(root);
        engine.Want(AStep("yes 0123456789 | head -c 3000000; echo; echo end"));
        await engine.UntilAsync(StepPhase.Succeeded);
        var pieces = LogPieces.Of(root["run/logs/steps/e/one.log"]);
        Assert.Equal(2, pieces.Count);
        Assert.InRange(new FileInfo(pieces[1].Path).Length, 1, 64 * 1024);
        Assert.InRange(new FileInfo(pieces[0].Path).Length, 60 * 1024, 64 * 1024);
        Assert.EndsWith("end\n", await File.ReadAllTextAsync(pieces[1].Path), StringComparison.Ordinal);
        Assert.EndsWith("[build one] end\n", engine.Lines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_leaves_its_session_does_not_hold_up_the_end_and_may_go_on_writing()
    {
        using var engine = new Engine(root);
        engine.Want(AStep("setsid sh -c 'until [ -f more ]; do sleep 0.05; done; echo later' & until [ -n \"$(ps -o pid= -s $!)\" ]; do sleep 0.05; done; echo now"));
        await engine.UntilAsync(StepPhase.Succeeded);
        await File.WriteAllTextAsync(root["workspace/more"], "");
        await Eventually.TrueAsync(() => engine.Lines == "[build one] now\n[build one] later\n", "the later line");
    }
}
