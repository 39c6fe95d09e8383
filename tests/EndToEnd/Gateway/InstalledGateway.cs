using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using k8s;

namespace Environs.EndToEnd.Tests.Gateway;

/// <summary>Two replicas of the gateway, by the chart's own manifests; reached at the node.</summary>
internal sealed partial class InstalledGateway : IAsyncDisposable
{
    public const string Domain = "environs.test";

    private const string Settings = $"gateway.enabled=true,gateway.domain={Domain},gateway.developmentLogin=true,gateway.service.type=NodePort";

    private readonly InstalledOperator @operator;
    private readonly string @namespace;
    private readonly IPEndPoint address;
    private readonly Func<Task> undo;

    private InstalledGateway(InstalledOperator @operator, string @namespace, IPEndPoint address, Func<Task> undo) =>
        (this.@operator, this.@namespace, this.address, this.undo) = (@operator, @namespace, address, undo);

    /// <summary>One in a test's namespace, of which the operator does not know.</summary>
    public static async Task<InstalledGateway> InstallAsync(Playground here, params string[] values)
    {
        string[] templates = ["rbac", "deployment", "service"];
        var manifests = Path.GetTempFileName();
        await File.WriteAllTextAsync(manifests, (await here.Operator.Tools.HelmAsync([
            "template", "gateway", Path.Combine(Support.Clusters.ClusterUnderTest.Checkout, "charts", "environs"), "--namespace", here.Namespace,
            .. templates.Select(name => $"--show-only=templates/gateway/{name}.yaml"), .. here.Images.Values(),
            "--set", $"fullnameOverride={here.Namespace},{Settings}",
            .. values.SelectMany(value => (string[])["--set", value]),
        ])).Text);
        _ = (await here.KubectlAsync("apply", "-f", manifests)).Text;
        var name = $"{here.Namespace}-gateway";
        _ = (await here.KubectlAsync("rollout", "status", $"deployment/{name}", "--timeout=3m")).Text;
        return new(here.Operator, here.Namespace, await AddressAsync(here.Client, name, here.Namespace), async () =>
        {
            await here.KubectlAsync("delete", "--wait=false", "-f", manifests);
            File.Delete(manifests);
        });
    }

    /// <summary>The one of the operator's own release, which it lacks otherwise.</summary>
    public static async Task<InstalledGateway> InstallAsync(InstalledOperator @operator)
    {
        await @operator.EnsureAsync();
        await @operator.UpgradeWithAsync("--set", Settings);
        return new(
            @operator, InstalledOperator.Namespace, await AddressAsync(@operator.Client, $"{InstalledOperator.Release}-gateway", InstalledOperator.Namespace), () => @operator.UpgradeAsync());
    }

    public static string Address(int port, string uid) => $"https://{port}--{uid}.{Domain}";

    /// <summary>A client that makes a connection for each request, so that it comes to either replica.</summary>
    public HttpClient Client(CookieContainer? cookies = null) => new(new SocketsHttpHandler
    {
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new(),
        AllowAutoRedirect = cookies is not null,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>Logs in as a browser does, and keeps its cookies.</summary>
    public async Task<CookieContainer> LogInAsync(string target, string name)
    {
        var cookies = new CookieContainer();
        using var client = Client(cookies);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var page = await client.GetStringAsync(target);
        var form = Hidden().Matches(page).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://login.{Domain}/development") { Content = new FormUrlEncodedContent(new Dictionary<string, string>(form) { ["name"] = name }) };
        request.Headers.Add("Origin", $"https://login.{Domain}");
        using var answer = await client.SendAsync(request);
        return cookies;
    }

    public async Task LogOutAsync(CookieContainer cookies)
    {
        using var client = Client(cookies);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://login.{Domain}/logout");
        request.Headers.Add("Origin", $"https://login.{Domain}");
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<string> LogsAsync() => (await @operator.Tools.KubectlAsync("logs", "--namespace", @namespace, "--selector", "app.kubernetes.io/component=gateway", "--tail", "-1")).Output;

    public async ValueTask DisposeAsync() => await undo();

    private static async Task<IPEndPoint> AddressAsync(Kubernetes client, string name, string @namespace)
    {
        var port = (await client.CoreV1.ReadNamespacedServiceAsync(name, @namespace)).Spec.Ports[0].NodePort!.Value;
        var node = (await client.CoreV1.ListNodeAsync()).Items[0].Status.Addresses.First(address => address.Type == "InternalIP").Address;
        return new(IPAddress.Parse(node), port);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex Hidden();
}
