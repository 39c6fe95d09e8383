using System.Text.Json.Nodes;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Rbac;

/// <summary>The audit log tells whether the operator asks for more than it may have.</summary>
public sealed class RefusalTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task Nothing_is_refused_in_the_whole_life_of_an_environment()
    {
        Assert.SkipWhen(Operator.Cluster.AuditLog is null, "This cluster's audit log cannot be read.");
        await using var log = new FileStream(Operator.Cluster.AuditLog!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        log.Seek(0, SeekOrigin.End);

        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        var before = await environment.StatusAsync();
        await Here.KubectlAsync("delete", "pod", environment.Name, "--wait=false");
        await environment.RunningInNewPodAsync(before);
        await environment.DeleteAsync();
        await environment.GoneAsync();

        using var reader = new StreamReader(log);
        var requests = new List<string>();
        var refused = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (!line.EndsWith('}') || !line.Contains($"\"username\":\"system:serviceaccount:{InstalledOperator.Namespace}:", StringComparison.Ordinal)) continue;
            var entry = JsonNode.Parse(line)!;
            // Other tests ask in its name for what it may not have.
            if (entry["impersonatedUser"] is not null) continue;
            var request = $"{entry["verb"]} {entry["requestURI"]}";
            requests.Add(request);
            if (entry["annotations"]?["authorization.k8s.io/decision"]?.GetValue<string>() == "forbid") refused.Add(request);
        }

        Assert.NotEmpty(requests);
        Assert.Empty(refused);
    }
}
