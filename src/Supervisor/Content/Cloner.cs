using Environs.Protocol.Content;

namespace Environs.Supervisor.Content;

/// <summary>Makes one clone in an empty folder.</summary>
/// <remarks>
/// The clone is a full one. A shallow or blobless clone of a large repository starts sooner, but blame, bisect and merges then
/// fetch piece by piece or fail, needing the remote and its credentials at times when nobody expects it.
/// </remarks>
internal sealed class Cloner(Git git)
{
    /// <summary>Clones what <paramref name="plan"/> says into <paramref name="folder"/>, which must not exist yet.</summary>
    internal async Task CloneAsync(ClonePlan plan, ContentRequest request, string folder, CancellationToken cancellation)
    {
        var target = await ResolveAsync(plan, Path.GetDirectoryName(folder)!, cancellation);

        List<string> clone = ["clone", "--progress", "--origin=origin", "--config=core.sharedRepository=group"];
        if (request.GitUsername.Length > 0) clone.Add("--config=user.name=" + OneLine("gitUsername", request.GitUsername, 256));
        if (request.GitEmail.Length > 0) clone.Add("--config=user.email=" + OneLine("gitEmail", request.GitEmail, 320));
        if (target.Kind != TargetKind.Head) clone.Add("--no-checkout");
        clone.AddRange(["--", plan.Address.Url, folder]);
        await git.RunAsync(Path.GetDirectoryName(folder)!, plan.Address, clone, cancellation);

        if (plan.Upstream is { } upstream)
            await git.RunAsync(folder, null, ["remote", "add", "--", "upstream", upstream.Url], cancellation);
        await CheckOutAsync(plan, target, folder, cancellation);
    }

    private async Task<CloneTarget> ResolveAsync(ClonePlan plan, string folder, CancellationToken cancellation)
    {
        // Asked before cloning, so that a missing branch does not cost a clone at every try.
        var asked = plan.Source.Kind is TargetKind.Branch or TargetKind.Tag or TargetKind.Path;
        var listed = asked
            ? await git.RunAsync(folder, plan.Address, ["ls-remote", "--refs", "--heads", "--tags", "--", plan.Address.Url], cancellation)
            : "";
        var references = listed.Split('\n').Select(line => line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]).ToHashSet(StringComparer.Ordinal);
        return CloneTarget.Resolve(plan.Source, references);
    }

    private async Task CheckOutAsync(ClonePlan plan, CloneTarget target, string folder, CancellationToken cancellation)
    {
        switch (target.Kind)
        {
            case TargetKind.Head:
                return;
            case TargetKind.Branch:
                await FollowAsync(folder, target.Name, cancellation);
                return;
            case TargetKind.Tag:
                await DetachAsync(folder, "refs/tags/" + target.Name, cancellation);
                return;
            case TargetKind.Commit:
                await FetchCommitAsync(plan, target.Name, folder, cancellation);
                await DetachAsync(folder, target.Name, cancellation);
                return;
            case TargetKind.LocalBranch:
                var known = await git.TryAsync(folder, null, ["rev-parse", "--quiet", "--verify", $"refs/remotes/origin/{target.Name}"], cancellation);
                if (known.ExitCode == 0) await FollowAsync(folder, target.Name, cancellation);
                else await StartBranchAsync(folder, target.Name, cancellation);
                return;
            case TargetKind.Change:
                await FollowChangeAsync(plan, target.Name, folder, cancellation);
                return;
            default:
                throw new InvalidOperationException($"a {target.Kind} cannot be checked out");
        }
    }

    private Task<string> FollowAsync(string folder, string branch, CancellationToken cancellation) =>
        git.RunAsync(folder, null, ["checkout", "--progress", "--track", "-B", branch, $"refs/remotes/origin/{branch}", "--"], cancellation);

    private Task<string> DetachAsync(string folder, string revision, CancellationToken cancellation) =>
        git.RunAsync(folder, null, ["checkout", "--progress", "--detach", revision, "--"], cancellation);

    private async Task StartBranchAsync(string folder, string branch, CancellationToken cancellation)
    {
        // An empty repository has no commit to start at: its first commit will make the branch.
        var head = await git.TryAsync(folder, null, ["rev-parse", "--quiet", "--verify", "HEAD"], cancellation);
        if (head.ExitCode == 0) await git.RunAsync(folder, null, ["checkout", "--progress", "--no-track", "-B", branch, "HEAD", "--"], cancellation);
        else await git.RunAsync(folder, null, ["symbolic-ref", "HEAD", $"refs/heads/{branch}"], cancellation);
    }

    private async Task FetchCommitAsync(ClonePlan plan, string commit, string folder, CancellationToken cancellation)
    {
        var known = await git.TryAsync(folder, null, ["rev-parse", "--quiet", "--verify", commit + "^{commit}"], cancellation);
        if (known.ExitCode == 0) return;
        // Of a commit that no branch leads to, servers give out all digits only.
        if (commit.Length < 40) throw new ContentException($"the remote has no commit \"{commit}\" on any branch: give all 40 digits", refused: true);
        await git.RunAsync(folder, plan.Address, ["fetch", "--progress", "origin", commit], cancellation);
    }

    private async Task FollowChangeAsync(ClonePlan plan, string reference, string folder, CancellationToken cancellation)
    {
        // refs/pull/5/head becomes the branch pull/5, which git pull keeps up to date.
        var name = string.Join('/', reference.Split('/').Skip(1).SkipLast(1));
        await git.RunAsync(folder, plan.Address, ["fetch", "--progress", "origin", $"+{reference}:refs/remotes/origin/{name}"], cancellation);
        await git.RunAsync(folder, null, ["checkout", "--progress", "--no-track", "-B", name, $"refs/remotes/origin/{name}", "--"], cancellation);
        await git.RunAsync(folder, null, ["config", $"branch.{name}.remote", "origin"], cancellation);
        await git.RunAsync(folder, null, ["config", $"branch.{name}.merge", reference], cancellation);
    }

    // The rule of the schema, which counts characters where .NET counts halves of some. A dash does no harm behind --config=.
    private static string OneLine(string field, string value, int limit) =>
        value.EnumerateRunes().Count() <= limit && !value.Any(c => c < ' ')
            ? value
            : throw ContentException.Invalid(field, value, $"must be one line of at most {limit} characters, without control characters");
}
