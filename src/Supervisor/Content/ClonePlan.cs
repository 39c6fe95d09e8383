using Environs.Protocol.Content;

namespace Environs.Supervisor.Content;

/// <summary>One clone that is asked for, checked as far as it can be without the remote.</summary>
/// <param name="Address">Address to clone from.</param>
/// <param name="Source">What to check out.</param>
/// <param name="Upstream">Address of the remote <c>upstream</c>; null for none.</param>
/// <param name="Location">Folder, relative to the workspaces.</param>
internal sealed record ClonePlan(GitAddress Address, CloneSource Source, GitAddress? Upstream, string Location)
{
    /// <summary>Checks every repository of a request; throws a <see cref="ContentException"/> that names the field at fault.</summary>
    internal static IReadOnlyList<ClonePlan> Of(ContentRequest request)
    {
        var plans = request.Repositories.Select(Of).ToList();
        // Places that the user gave go first, whatever their order: only what we named ourselves may get another name.
        var taken = new List<string>();
        foreach (var plan in plans.Where(plan => plan.Location.Length > 0))
        {
            if (taken.FirstOrDefault(other => Overlap(plan.Location, other)) is { } other)
                throw ContentException.Invalid("checkoutLocation", plan.Location, $"lies in the same folder as \"{other}\": give each repository its own");
            taken.Add(plan.Location);
        }

        return [.. plans.Select(plan => plan.Location.Length > 0 ? plan : plan with { Location = Take(CheckoutLocation.OfUrl(plan.Address.Url), taken) })];
    }

    // By the order of the request alone, so that every start comes to the same names.
    private static string Take(string name, List<string> taken)
    {
        var location = name;
        for (var number = 2; taken.Exists(other => Overlap(location, other)); number++) location = $"{name}-{number}";
        taken.Add(location);
        return location;
    }

    private static bool Overlap(string one, string other) =>
        (one + "/").StartsWith(other + "/", StringComparison.Ordinal) || (other + "/").StartsWith(one + "/", StringComparison.Ordinal);

    // Location stays empty where the request gives none.
    private static ClonePlan Of(RepositoryRequest request)
    {
        var source = request.ContextUrl.Length > 0 ? ContextUrl.Parse(request.ContextUrl) : SourceOf(request);
        var address = GitAddress.Parse(request.ContextUrl.Length > 0 ? "contextUrl" : "remoteUri", source.Url);
        var upstream = request.UpstreamRemoteUri.Length > 0 ? GitAddress.Parse("upstreamRemoteUri", request.UpstreamRemoteUri) : null;
        var location = request.CheckoutLocation.Length > 0 ? CheckoutLocation.Parse("checkoutLocation", request.CheckoutLocation) : "";
        return new ClonePlan(address, source, upstream, location);
    }

    private static CloneSource SourceOf(RepositoryRequest request)
    {
        var target = request.CloneTarget;
        switch (request.TargetMode)
        {
            case "" or "RemoteHead":
                return CloneSource.Head(request.RemoteUri);
            case "RemoteCommit":
                GitReference.RequireCommit("cloneTarget", target);
                return new CloneSource(request.RemoteUri, TargetKind.Commit, target);
            case "RemoteBranch":
                GitReference.RequireName("cloneTarget", target);
                return new CloneSource(request.RemoteUri, TargetKind.Branch, target);
            case "LocalBranch":
                GitReference.RequireName("cloneTarget", target);
                return new CloneSource(request.RemoteUri, TargetKind.LocalBranch, target);
            case "RemoteTag":
                GitReference.RequireName("cloneTarget", target);
                return new CloneSource(request.RemoteUri, TargetKind.Tag, target);
            default:
                throw ContentException.Invalid("targetMode", request.TargetMode, "is not one of RemoteHead, RemoteCommit, RemoteBranch, LocalBranch, RemoteTag");
        }
    }
}
