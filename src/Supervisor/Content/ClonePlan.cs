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
        for (var i = 0; i < plans.Count; i++)
        {
            foreach (var other in plans.Take(i))
            {
                if ((plans[i].Location + "/").StartsWith(other.Location + "/", StringComparison.Ordinal)
                    || (other.Location + "/").StartsWith(plans[i].Location + "/", StringComparison.Ordinal))
                    throw ContentException.Invalid("checkoutLocation", plans[i].Location, $"lies in the same folder as \"{other.Location}\": give each repository its own");
            }
        }

        return plans;
    }

    private static ClonePlan Of(RepositoryRequest request)
    {
        var source = request.ContextUrl.Length > 0 ? ContextUrl.Parse(request.ContextUrl) : SourceOf(request);
        var address = GitAddress.Parse(request.ContextUrl.Length > 0 ? "contextUrl" : "remoteUri", source.Url);
        var upstream = request.UpstreamRemoteUri.Length > 0 ? GitAddress.Parse("upstreamRemoteUri", request.UpstreamRemoteUri) : null;
        var location = request.CheckoutLocation.Length > 0
            ? CheckoutLocation.Parse("checkoutLocation", request.CheckoutLocation)
            : CheckoutLocation.OfUrl(address.Url);
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
