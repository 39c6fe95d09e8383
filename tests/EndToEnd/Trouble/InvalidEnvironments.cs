using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using Environs.Support.Clusters;

namespace Environs.EndToEnd.Tests.Trouble;

/// <summary>A namespace and a class for all the objects that break a rule.</summary>
public sealed class InvalidEnvironments(InstalledOperator @operator) : IAsyncLifetime
{
    private const string Unchecked = "environs.dev/test-unchecked";
    private Playground? here;

    public Playground Here => here!;

    public InstalledOperator Operator => @operator;

    public async ValueTask InitializeAsync()
    {
        await @operator.EnsureAsync();
        here = await Playground.CreateAsync(@operator, "invalid");
        await LetInAsync();
    }

    // As if they had been there before the webhook; who created what is still recorded, so only the other configuration leaves the namespace out.
    private async Task LetInAsync()
    {
        _ = (await @operator.Tools.KubectlAsync("label", "namespace", Here.Namespace, $"{Unchecked}=true")).Text;
        _ = (await @operator.Tools.KubectlAsync(
            "patch", "validatingwebhookconfiguration", "environs-admission", "--type=json",
            $$$"""--patch=[{"op":"replace","path":"/webhooks/0/namespaceSelector","value":{"matchExpressions":[{"key":"{{{Unchecked}}}","operator":"DoesNotExist"}]}}]""")).Text;
        await Eventually.TrueAsync(
            async () => await Here.Api.PostAsync(
                CrdKinds.ObjectsPath("Environment", Here.Namespace), CrdKinds.Make("Environment", """{"content":{"initializer":{"specs":[{}]}},"desiredPhase":"Stopped"}""", $"probe-{Guid.NewGuid():N}"[..12]))
                is var answer && (answer.IsSuccess || !answer.Message.Contains("admission webhook", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30), "the webhook is not asked about this namespace");
    }

    public async ValueTask DisposeAsync()
    {
        if (here is not null) await here.DisposeAsync();
    }
}
