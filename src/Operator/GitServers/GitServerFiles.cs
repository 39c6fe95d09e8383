using System.Text;
using Environs.Operator.Supervision;

namespace Environs.Operator.GitServers;

/// <summary>What pods are told of git servers with authorities of their own: a configuration that git includes, and the file that it names. Pure.</summary>
internal static class GitServerFiles
{
    /// <summary>The configuration, which asks these authorities about those hosts and leaves all others as they are.</summary>
    public const string Configuration = "gitconfig";

    /// <summary>The authorities, as PEM.</summary>
    public const string Authorities = "git-ca.crt";

    /// <summary>Each file with its content; none where there are no such servers.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(GitServerOptions options)
    {
        if (options.HostList.Count == 0) yield break;
        var text = new StringBuilder();
        foreach (var host in options.HostList) text.Append($"[http \"https://{host}/\"]\n\tsslCAInfo = {OperatorFiles.Path}/{Authorities}\n");
        yield return new(Configuration, text.ToString());
        yield return new(Authorities, options.Authorities);
    }
}
