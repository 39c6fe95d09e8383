using System.ComponentModel;
using System.Diagnostics;
using Environs.Supervisor.Content;

namespace Environs.Supervisor.Repositories;

/// <summary>Runs git to look at a repository: for a limited time, and with nothing of the repository run or written.</summary>
internal sealed class GitLook(GitSettings settings, TimeProvider time)
{
    private const int LongestMessage = 1000;

    /// <summary>Gives every record of its output to <paramref name="take"/>; throws <see cref="GitLookException"/> when git fails or takes too long.</summary>
    internal async Task RunAsync(string folder, IReadOnlyCollection<string> filters, byte end, RecordReader.Taker take, CancellationToken cancellation, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(settings.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var process = Start(folder, filters, arguments);
        try
        {
            var errors = FirstAsync(process.StandardError, both.Token);
            await RecordReader.ReadAsync(process.StandardOutput.BaseStream, end, take, both.Token);
            await process.WaitForExitAsync(both.Token);
            if (process.ExitCode != 0) throw new GitLookException(GitAddress.Redact((await errors).ReplaceLineEndings(" ").Trim()));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new GitLookException($"git {arguments[0]} takes longer than {settings.Limit.TotalSeconds:0} seconds");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private Process Start(string folder, IReadOnlyCollection<string> filters, string[] arguments)
    {
        var start = new ProcessStartInfo(settings.Program, ["--no-optional-locks", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in GitSurroundings.Of(folder, filters)) start.Environment[name] = value;
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            MakeWay(process);
            return process;
        }
        catch (Win32Exception e)
        {
            throw new GitLookException($"git cannot be started: {e.Message}");
        }
    }

    // What the user runs goes first.
    private static void MakeWay(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    // The rest is read too, or git would wait for somebody to read it.
    private static async Task<string> FirstAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new char[LongestMessage];
        var length = await reader.ReadBlockAsync(text, cancellation);
        var more = new char[4096];
        while (await reader.ReadAsync(more, cancellation) > 0)
        {
            // Not kept.
        }

        return new string(text, 0, length);
    }
}
