namespace Environs.Supervisor.Content;

/// <summary>What a clone shall check out, after the remote was asked where that is needed.</summary>
/// <param name="Kind">Any kind but <see cref="TargetKind.Path"/>.</param>
/// <param name="Name">Branch, tag, commit or reference.</param>
internal sealed record CloneTarget(TargetKind Kind, string Name)
{
    /// <summary>Settles <paramref name="source"/> by the remote's references; throws when they do not hold what is asked for.</summary>
    /// <param name="source">What was asked for.</param>
    /// <param name="references">Full names, such as <c>refs/heads/main</c>.</param>
    internal static CloneTarget Resolve(CloneSource source, IReadOnlySet<string> references)
    {
        switch (source.Kind)
        {
            case TargetKind.Branch when !references.Contains("refs/heads/" + source.Target):
                throw Missing($"branch \"{source.Target}\"");
            case TargetKind.Tag when !references.Contains("refs/tags/" + source.Target):
                throw Missing($"tag \"{source.Target}\"");
            case TargetKind.Path:
                return ResolvePath(source.Target, references);
            default:
                return new CloneTarget(source.Kind, source.Target);
        }
    }

    // Branch names hold slashes: the longest beginning that is a reference counts, a branch before a tag.
    private static CloneTarget ResolvePath(string path, IReadOnlySet<string> references)
    {
        var parts = path.TrimEnd('/').Split('/');
        for (var count = parts.Length; count > 0; count--)
        {
            var name = string.Join('/', parts.Take(count));
            if (references.Contains("refs/heads/" + name)) return new CloneTarget(TargetKind.Branch, name);
            if (references.Contains("refs/tags/" + name)) return new CloneTarget(TargetKind.Tag, name);
        }

        if (parts[0] == "HEAD") return new CloneTarget(TargetKind.Head, "");
        return GitReference.IsCommit(parts[0])
            ? new CloneTarget(TargetKind.Commit, parts[0])
            : throw Missing($"branch, tag or commit that \"{path}\" begins with");
    }

    private static ContentException Missing(string what) => new($"the remote has no {what}", refused: true);
}
