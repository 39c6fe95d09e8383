using Environs.Protocol.Content;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Content;

/// <summary>Brings the volume to what a request asks for: every clone is made apart and put in its place when it is whole.</summary>
/// <remarks>
/// Killed at any moment, the next run starts again: what is in <see cref="ContentFolders.Unfinished"/> is never taken for content,
/// and the state names a session only when all its clones are in place. Nothing of the user's is deleted: see <see cref="UnsavedWork"/>.
/// </remarks>
internal sealed class ContentInitializer(ContentFolders folders, Git git, Log log)
{
    private readonly Cloner cloner = new(git);
    private readonly UnsavedWork unsaved = new(git);
    private readonly UnfinishedFolder unfinished = new(folders.Unfinished, log);

    /// <summary>Does the work and reports it; throws a <see cref="ContentException"/> when it cannot be done.</summary>
    internal async Task<ContentReport> RunAsync(ContentRequest request, CancellationToken cancellation)
    {
        var plans = ClonePlan.Of(request);
        foreach (var plan in plans) CheckoutLocation.RequireRealFolders(folders.Workspaces, plan.Location);
        unfinished.Clear();

        var state = AtomicFile.Read(folders.StateFile, StateJson.Default.ContentState) ?? new ContentState();
        var missing = plans.Where(plan => state.Session != request.Session || !IsPresent(state, plan)).ToList();
        foreach (var plan in plans.Except(missing)) log.ContentPresent(InEnvironment(plan.Location));

        var made = new List<(ClonePlan Plan, string Folder, KnownClone Clone)>();
        foreach (var plan in missing) made.Add(await MakeAsync(plan, request, cancellation));
        foreach (var (plan, folder, clone) in made) state = await PlaceAsync(plan, folder, clone, state, request, cancellation);

        state = state with
        {
            Session = request.Session,
            Clones = [.. state.Clones.Where(clone => plans.Any(plan => plan.Location == clone.Location))],
            MovedAside = [.. state.MovedAside.Where(place => Path.Exists(folders.InWorkspaces(place)))],
        };
        Save(state);
        unfinished.Clear();
        return await ReportAsync(plans, request, state, cancellation);
    }

    private bool IsPresent(ContentState state, ClonePlan plan) =>
        state.Clones.Any(clone => clone.Location == plan.Location) && Path.Exists(Path.Combine(folders.InWorkspaces(plan.Location), ".git"));

    private async Task<(ClonePlan Plan, string Folder, KnownClone Clone)> MakeAsync(
        ClonePlan plan, ContentRequest request, CancellationToken cancellation)
    {
        var folder = unfinished.NewPath("clone");
        log.Cloning(plan.Address.Url, InEnvironment(plan.Location));
        await cloner.CloneAsync(plan, request, folder, cancellation);
        var (branch, commit) = await HeadAsync(folder, cancellation);
        new Ownership(request.OwnerUid, request.OwnerGid).GiveTree(folder);
        log.Cloned(InEnvironment(plan.Location), branch, commit);
        return (plan, folder, new KnownClone { Location = plan.Location, Url = plan.Address.Url, FirstCommit = commit });
    }

    private async Task<ContentState> PlaceAsync(
        ClonePlan plan, string folder, KnownClone clone, ContentState state, ContentRequest request, CancellationToken cancellation)
    {
        var place = folders.InWorkspaces(plan.Location);
        var owner = new Ownership(request.OwnerUid, request.OwnerGid);
        if (FileStatus.Of(place) is { } obstacle) state = await ClearAsync(plan, place, obstacle.Kind, folder, state, owner, cancellation);
        MakeParents(plan.Location, owner);
        Directory.Move(folder, place);
        state = state with { Clones = [.. state.Clones.Where(known => known.Location != plan.Location), clone] };
        Save(state);
        return state;
    }

    private async Task<ContentState> ClearAsync(
        ClonePlan plan, string place, FileKind kind, string next, ContentState state, Ownership owner, CancellationToken cancellation)
    {
        if (kind == FileKind.Folder && !Directory.EnumerateFileSystemEntries(place).Any())
        {
            Directory.Delete(place);
            return state;
        }

        var known = state.Clones.FirstOrDefault(clone => clone.Location == plan.Location);
        var reason = known is null || kind != FileKind.Folder ? "something that we did not make" : await unsaved.FindAsync(place, known, next, cancellation);
        if (reason is null)
        {
            // Out of sight at once, deleted at the end.
            Move(plan, place, unfinished.NewPath("old"));
            return state;
        }

        var aside = FreePlace(plan.Location);
        // Written first: should we be killed now, the user still learns where the work is.
        state = state with { MovedAside = [.. state.MovedAside, aside] };
        Save(state);
        MakeParents(aside, owner);
        Move(plan, place, folders.InWorkspaces(aside));
        log.Warning($"{InEnvironment(plan.Location)} held {reason} and is now {InEnvironment(aside)}");
        return state;
    }

    private static void Move(ClonePlan plan, string from, string to)
    {
        // A folder that its owner sealed cannot leave its place: the entry ".." in it changes. It is sealed again there.
        var status = FileStatus.Of(from);
        var isSealed = status is { Kind: FileKind.Folder } && !status.Mode.HasFlag(UnixFileMode.UserWrite) && status.User == Libc.GetEffectiveUserId();
        if (isSealed) File.SetUnixFileMode(from, status!.Mode | UnixFileMode.UserWrite);
        var moved = Libc.TryRename(from, to);
        if (isSealed) File.SetUnixFileMode(moved ? to : from, status!.Mode);
        if (!moved) throw new ContentException($"{InEnvironment(plan.Location)} cannot be moved away: it is a file system of its own", refused: true);
    }

    private string FreePlace(string location)
    {
        var name = location.Replace('/', '-');
        for (var number = 1; ; number++)
        {
            var place = $"{CheckoutLocation.MovedAside}/{name}-{number}";
            if (!Path.Exists(folders.InWorkspaces(place))) return place;
        }
    }

    private void MakeParents(string location, Ownership owner)
    {
        CheckoutLocation.RequireRealFolders(folders.Workspaces, location);
        var path = folders.Workspaces;
        foreach (var part in location.Split('/').SkipLast(1))
        {
            path = Path.Combine(path, part);
            if (Directory.Exists(path)) continue;
            Directory.CreateDirectory(path);
            owner.Give(path);
        }
    }

    private async Task<ContentReport> ReportAsync(
        IReadOnlyList<ClonePlan> plans, ContentRequest request, ContentState state, CancellationToken cancellation)
    {
        var repositories = new List<RepositoryReport>();
        foreach (var plan in plans)
        {
            var (branch, commit) = await HeadAsync(folders.InWorkspaces(plan.Location), cancellation);
            repositories.Add(new RepositoryReport
            {
                CloneUrl = state.Clones.First(clone => clone.Location == plan.Location).Url,
                Location = InEnvironment(plan.Location),
                Branch = branch,
                LatestCommit = commit,
            });
        }

        return new ContentReport
        {
            Session = request.Session,
            SupervisorVersion = BuildInfo.Version,
            SupervisorCommit = BuildInfo.Commit,
            Repositories = repositories,
            Warnings =
            [
                .. state.MovedAside.Select(place => $"earlier work that no remote has was moved to {InEnvironment(place)}"),
                .. plans.Where(plan => plan.Address.HasCredentials)
                    .Select(plan => $"the credentials in the address of {plan.Location} were used to clone it and are not kept in it"),
            ],
        };
    }

    private async Task<(string Branch, string Commit)> HeadAsync(string folder, CancellationToken cancellation)
    {
        var branch = await git.TryAsync(folder, null, ["symbolic-ref", "--quiet", "--short", "HEAD"], cancellation);
        var commit = await git.TryAsync(folder, null, ["rev-parse", "--quiet", "--verify", "HEAD"], cancellation);
        return (branch.ExitCode == 0 ? branch.Output : "", commit.ExitCode == 0 ? commit.Output : "");
    }

    private void Save(ContentState state) => AtomicFile.Write(folders.StateFile, state, StateJson.Default.ContentState);

    private static string InEnvironment(string location) => $"{ContentFolders.InEnvironment}/{location}";
}
