using Environs.Support.Clusters;

namespace Environs.EndToEnd.Tests.Installation;

/// <summary>References of our images, as the cluster knows them.</summary>
public sealed record Images(string Operator, string Supervisor, string Content, string Devbox, string Busybox, string Gateway, string Registry)
{
    /// <summary>Those that ENVIRONS_IMAGES lists (lines NAME=REFERENCE) as being in the cluster; else built and loaded where anything changed.</summary>
    public static async Task<Images> GetAsync()
    {
        var list = System.Environment.GetEnvironmentVariable("ENVIRONS_IMAGES");
        if (list is not { Length: > 0 })
        {
            _ = (await HostProgram.RunAsync(Path.Combine(ClusterUnderTest.Checkout, "images", "build"), [])).Text;
            list = Path.Combine(ClusterUnderTest.Checkout, ".cluster", "images.env");
        }

        var references = (await File.ReadAllLinesAsync(list)).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return new(references["operator"], references["supervisor"], references["content"], references["devbox"], references["busybox"], references["gateway"], references["registry"]);
    }

    /// <summary>Arguments for helm.</summary>
    public IEnumerable<string> Values()
    {
        yield return "--set=images.registry=";
        foreach (var (name, reference) in new (string, string)[] { ("operator", Operator), ("supervisor", Supervisor), ("content", Content), ("gateway", Gateway), ("default", Devbox) })
        {
            var colon = reference.LastIndexOf(':');
            yield return $"--set=images.{name}.repository={reference[..colon]}";
            yield return $"--set-string=images.{name}.tag={reference[(colon + 1)..]}";
        }
    }
}
