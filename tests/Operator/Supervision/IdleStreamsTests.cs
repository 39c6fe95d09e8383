using System.Globalization;
using System.Text;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

namespace Environs.Operator.Tests.Supervision;

/// <summary>What connected supervisors that have nothing to say cost the operator. ENVIRONS_STREAMS says how many (2000), ENVIRONS_STREAMS_SECONDS how long it is watched (60).</summary>
[Trait("Category", "Slow")]
public sealed class IdleStreamsTests(ITestOutputHelper output)
{
    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    [Fact]
    public async Task Two_thousand_idle_supervisors_cost_less_than_200_MiB_and_two_hundredths_of_a_core()
    {
        var (streams, watched) = (Setting("ENVIRONS_STREAMS", 2000), TimeSpan.FromSeconds(Setting("ENVIRONS_STREAMS_SECONDS", 60)));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken };
        await using var here = await Inhabitants.SettleAsync();
        var uid = await here.EnvironmentAsync("crowd");
        var tokens = new string[streams];
        await Parallel.ForAsync(0, streams, parallel, async (number, _) => tokens[number] = await here.TokenAsync(await here.PodAsync($"crowd-{number}", uid, environment: "crowd")));

        using var @operator = await OperatorProcess.StartAsync(here.Namespace);
        var trusted = await TrustedAsync(here);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        var (emptyMemory, emptyCore) = (@operator.Memory, await CoreAsync(@operator, watched / 4));

        var started = TimeProvider.System.GetTimestamp();
        var busy = @operator.Seconds;
        var diallers = new Dialler[streams];
        await Parallel.ForAsync(0, streams, parallel, async (number, _) =>
        {
            diallers[number] = new Dialler(@operator.Port, trusted, tokens[number], $"127.0.{1 + (number / 250)}.{1 + (number % 250)}");
            await diallers[number].SayAsync("dev", $"boot-{number}");
        });
        await ConnectedAsync(@operator, streams);
        var (connected, connecting) = (TimeProvider.System.GetElapsedTime(started), @operator.Seconds - busy);
        // What connecting left behind is no idle cost.
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        var core = await CoreAsync(@operator, watched);
        var memory = @operator.Memory;
        await ConnectedAsync(@operator, streams);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{@operator.Program}: {streams} streams connected within {connected.TotalSeconds:0.0} s ({connecting:0.0} s of a core); "
            + $"memory {emptyMemory:0} MiB without, {memory:0} MiB with them; {emptyCore:0.00} % of a core without, {core:0.00} % with them"));
        foreach (var dialler in diallers)
            dialler.Dispose();
        Assert.InRange(memory - emptyMemory, 0, 200);
        Assert.InRange(core, 0, 2);
    }

    private static async Task<System.Security.Cryptography.X509Certificates.X509Certificate2Collection> TrustedAsync(Inhabitants here)
    {
        V1Secret? secret = null;
        await Eventually.TrueAsync(
            async () => (secret = await here.Client.CoreV1.ReadNamespacedSecretAsync("environs-supervision", here.Namespace)) is not null,
            TimeSpan.FromSeconds(30), "there are certificates");
        return Dialler.Authorities(Encoding.UTF8.GetString(secret!.Data["ca.crt"]));
    }

    private static async Task ConnectedAsync(OperatorProcess @operator, int streams)
    {
        using var http = new HttpClient();
        var line = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{@operator.HttpPort}/metrics"));
                line = metrics.Split('\n').FirstOrDefault(metric => metric.StartsWith("environs_supervision_streams{", StringComparison.Ordinal)) ?? "";
                return line.Contains($"}} {streams}", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(60), () => $"all are connected: {line}");
    }

    private static async Task<double> CoreAsync(OperatorProcess @operator, TimeSpan watched)
    {
        var (started, before) = (TimeProvider.System.GetTimestamp(), @operator.Seconds);
        await Task.Delay(watched, TimeProvider.System, TestContext.Current.CancellationToken);
        return (@operator.Seconds - before) / TimeProvider.System.GetElapsedTime(started).TotalSeconds * 100;
    }
}
