using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Environs.Support;

namespace Environs.Crds.Tests;

/// <summary>A current API server for custom resources (apiextensions-apiserver) on an etcd of its own, with our CRDs in it.</summary>
/// <remarks>Built by hack/cluster/crd-server. Where the binary or etcd cannot be had, every test that asks for <see cref="Api"/> is skipped.</remarks>
public sealed class CrdServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("environs-crd-server-").FullName;
    private readonly List<Process> _processes = [];
    private string _missing = "the server was not started";
    private ResourceApi? _api;

    /// <summary>The server's API; skips the test that asks where there is none.</summary>
    public ResourceApi Api
    {
        get
        {
            if (_api is null) Assert.Skip(_missing);
            return _api;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (ServerBinary() is not { } server)
        {
            _missing = $"no apiextensions-apiserver: run hack/cluster/crd-server, or set ENVIRONS_CRD_SERVER to one";
            return;
        }
        if (OnPath("etcd") is not { } etcd)
        {
            _missing = "no etcd on the PATH: install the package etcd-server";
            return;
        }
        var (clients, peers, port) = (FreePort(), FreePort(), FreePort());
        var certificates = new TestCertificates(_folder);
        Start(
            etcd, $"--data-dir={_folder}/etcd", "--unsafe-no-fsync", $"--listen-client-urls=http://127.0.0.1:{clients}", $"--advertise-client-urls=http://127.0.0.1:{clients}",
            $"--listen-peer-urls=http://127.0.0.1:{peers}", $"--initial-advertise-peer-urls=http://127.0.0.1:{peers}", $"--initial-cluster=default=http://127.0.0.1:{peers}");
        await File.WriteAllTextAsync($"{_folder}/kubeconfig", Kubeconfig(port));
        Start(
            server, $"--etcd-servers=http://127.0.0.1:{clients}", "--etcd-prefix=/crds", $"--secure-port={port}", "--bind-address=127.0.0.1",
            $"--tls-cert-file={_folder}/server.pem", $"--tls-private-key-file={_folder}/server.key", $"--client-ca-file={_folder}/ca.pem",
            $"--kubeconfig={_folder}/kubeconfig", $"--authentication-kubeconfig={_folder}/kubeconfig", $"--authorization-kubeconfig={_folder}/kubeconfig",
            "--authentication-skip-lookup=true", "--enable-priority-and-fairness=false",
            "--disable-admission-plugins=ValidatingAdmissionPolicy,MutatingAdmissionPolicy,ValidatingAdmissionWebhook,MutatingAdmissionWebhook,NamespaceLifecycle");
        var api = new ResourceApi(Client(certificates), new($"https://127.0.0.1:{port}"));
        await Until(() => api.AnswersAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions"));
        await CustomResources.InstallAsync(api);
        _api = api;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private void Start(string program, params string[] arguments)
    {
        // The output goes to a file by the shell, so that a full pipe stops nobody; exec keeps it one process, which is ours to end.
        string[] all = ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", Log(program), program, .. arguments];
        _processes.Add(Process.Start("/bin/sh", all));
    }

    private string Log(string program) => Path.Combine(_folder, Path.GetFileName(program) + ".log");

    private async Task Until(Func<Task<bool>> condition)
    {
        var deadline = Stopwatch.StartNew();
        while (!await condition())
        {
            var dead = _processes.Find(process => process.HasExited);
            if (dead is not null || deadline.Elapsed > Patience)
            {
                var logs = Directory.GetFiles(_folder, "*.log").Select(log => $"{log}:\n{string.Join('\n', File.ReadLines(log).TakeLast(20))}");
                Assert.Fail($"the CRD server did not come up in {deadline.Elapsed.TotalSeconds:F0} s\n{string.Join('\n', logs)}");
            }
            await Task.Delay(100);
        }
    }

    private static HttpClient Client(TestCertificates certificates) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [certificates.Administrator],
            CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificates.Authority }, RevocationMode = X509RevocationMode.NoCheck },
        },
    });

    private string Kubeconfig(int port) => $$$"""
        {"apiVersion":"v1","kind":"Config","current-context":"it",
         "contexts":[{"name":"it","context":{"cluster":"it","user":"it"}}],
         "clusters":[{"name":"it","cluster":{"server":"https://127.0.0.1:{{{port}}}","certificate-authority":"{{{_folder}}}/ca.pem"}}],
         "users":[{"name":"it","user":{"client-certificate":"{{{_folder}}}/admin.pem","client-key":"{{{_folder}}}/admin.key"}}]}
        """;

    private static string? ServerBinary()
    {
        if (Environment.GetEnvironmentVariable("ENVIRONS_CRD_SERVER") is { Length: > 0 } named) return named;
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Path.Combine(cache, "environs", "crd-server");
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(version => Path.Combine(version, "apiextensions-apiserver")).Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc)
            : null;
    }

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
