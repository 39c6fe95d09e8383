using Environs.Protocol.Content;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Content;

/// <summary>Clones the user's dotfiles into the home. What goes wrong is a warning: an environment without them is better than none.</summary>
/// <remarks>
/// What is there already stays, for the user may have changed it, and pulling would run a configuration of the user's in this container.
/// Those of another repository are moved aside.
/// </remarks>
internal sealed class DotfilesClone(ContentFolders folders, Git git, TimeSpan limit, Log log, TimeProvider time)
{
    private readonly UnfinishedFolder unfinished = new(folders.Unfinished, log);

    private string Place => Path.Combine(folders.Home, ContentFolders.Dotfiles);

    /// <summary>Returns what the user should know; null when all is well.</summary>
    internal async Task<string?> BringAsync(ContentRequest request, CancellationToken cancellation)
    {
        if (request.Dotfiles.Length == 0) return null;
        using var over = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            return Said(await CloneAsync(request, both.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Said($"the dotfiles could not be cloned within {limit.TotalSeconds:0} seconds; the next start tries again");
        }
        catch (Exception e) when (e is ContentException or IOException or UnauthorizedAccessException)
        {
            return Said($"the dotfiles could not be cloned: {GitAddress.Redact(e.Message)}");
        }
        finally
        {
            unfinished.Clear();
        }
    }

    private async Task<string?> CloneAsync(ContentRequest request, CancellationToken cancellation)
    {
        var source = ContextUrl.Parse(request.Dotfiles);
        var plan = new ClonePlan(GitAddress.Parse("dotfiles.repository", source.Url), source, null, ContentFolders.Dotfiles);
        var state = AtomicFile.Read(folders.StateFile, StateJson.Default.ContentState) ?? new ContentState();
        var isThere = FileStatus.Of(Place) is not null;
        if (isThere && state.DotfilesUrl == plan.Address.Url) return null;
        if (isThere && state.DotfilesUrl is null) return "the dotfiles were not cloned: something else is at ~/dotfiles already, and stays";

        var folder = unfinished.NewPath("dotfiles");
        log.Cloning(plan.Address.Url, "~/dotfiles");
        await new Cloner(git).CloneAsync(plan, request, folder, cancellation);
        new Ownership(request.OwnerUid, request.OwnerGid).GiveTree(folder);
        var earlier = isThere ? MoveAside() : null;
        // First: what is at the place must never be taken for the user's own, nor for that of another repository.
        AtomicFile.Write(folders.StateFile, state with { DotfilesUrl = plan.Address.Url }, StateJson.Default.ContentState);
        Directory.Move(folder, Place);
        log.Ready("dotfiles");
        return earlier is null ? null : $"the dotfiles of {state.DotfilesUrl} were moved to ~/{earlier}";
    }

    private string MoveAside()
    {
        for (var number = 1; ; number++)
        {
            var name = $"{ContentFolders.Dotfiles}-{number}";
            if (FileStatus.Of(Path.Combine(folders.Home, name)) is not null) continue;
            if (!Libc.TryRename(Place, Path.Combine(folders.Home, name))) throw new IOException("~/dotfiles, of another repository, cannot be moved away");
            return name;
        }
    }

    private string? Said(string? warning)
    {
        if (warning is not null) log.Warning(warning);
        return warning;
    }
}
