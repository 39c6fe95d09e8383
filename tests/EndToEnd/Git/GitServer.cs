using System.Formats.Tar;
using System.Text;
using Environs.EndToEnd.Tests.Installation;
using Environs.EndToEnd.Tests.Secrets;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Git;

/// <summary>A real git server in the cluster: git http-backend and git daemon, with repositories made by git.</summary>
/// <remarks>Repositories: those of tests/EndToEnd/Repositories, app (branches main and feature/login, tag v1.0, merge request 1, pull request 7), lib, and big, which has 200 MB.</remarks>
public sealed class GitServer : IAsyncDisposable
{
    private const string Name = "git";
    private const string Repositories = "repositories";
    private readonly Playground here;
    private readonly string address;
    private readonly string folder;

    private GitServer(Playground here, string address, string folder) => (this.here, this.address, this.folder) = (here, address, folder);

    /// <summary>Its name and port over HTTPS, whose certificate no usual authority signs.</summary>
    public string SecureHost => Host(here);

    /// <summary>Who is let in to what is private.</summary>
    public string Credential { get; } = $"ada:planted-{Guid.NewGuid():N}";

    /// <summary>Has an address and a certificate, of which the operator is told when it is installed; <see cref="StartAsync"/> does the rest.</summary>
    public static async Task<GitServer> PrepareAsync(Playground here)
    {
        var folder = Directory.CreateTempSubdirectory("environs-git-").FullName;
        _ = (await HostProgram.RunAsync("openssl", [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=git", "-addext", $"subjectAltName=DNS:{Host(here).Split(':')[0]}",
            "-keyout", Path.Combine(folder, "tls.key"), "-out", Path.Combine(folder, "tls.crt")])).Text;
        var service = await here.Client.CoreV1.CreateNamespacedServiceAsync(
            new()
            {
                Metadata = new() { Name = Name },
                Spec = new()
                {
                    Selector = new Dictionary<string, string> { ["app"] = Name },
                    Ports = [new() { Name = "http", Port = 8080 }, new() { Name = "https", Port = 8443 }, new() { Name = "git", Port = 9418 }],
                },
            },
            here.Namespace);
        return new GitServer(here, service.Spec.ClusterIP, folder);
    }

    /// <summary>What the chart is told of it.</summary>
    public IEnumerable<string> Values() => [$"--set=gitServers.hosts={{{SecureHost}}}", $"--set-file=gitServers.certificateAuthorities={Path.Combine(folder, "tls.crt")}"];

    public async Task StartAsync()
    {
        var scripts = Path.Combine(ClusterUnderTest.Checkout, "tests", "EndToEnd", "Git");
        await here.Client.CoreV1.CreateNamespacedConfigMapAsync(
            new()
            {
                Metadata = new() { Name = Name },
                Data = new Dictionary<string, string>
                {
                    ["server.py"] = await File.ReadAllTextAsync(Path.Combine(scripts, "server.py")),
                    ["serve.sh"] = await File.ReadAllTextAsync(Path.Combine(scripts, "serve.sh")),
                },
            },
            here.Namespace);
        await here.Client.CoreV1.CreateNamespacedConfigMapAsync(new() { Metadata = new() { Name = Repositories }, BinaryData = await ArchivesAsync() }, here.Namespace);
        await here.PutSecretAsync(
            Name, ("tls.key", await File.ReadAllTextAsync(Path.Combine(folder, "tls.key"))), ("tls.crt", await File.ReadAllTextAsync(Path.Combine(folder, "tls.crt"))), ("credential", Credential));
        await SwitchOnAsync();
    }

    /// <summary>Address of a repository; the name of who asks tells requests apart in the log.</summary>
    public string Url(string asker, string repository = "app") => $"http://{address}:8080/{asker}/{repository}.git";

    /// <summary>Address of a repository over HTTPS that only <see cref="Credential"/> opens.</summary>
    public string PrivateUrl(string repository = "app") => $"https://{SecureHost}/private/{repository}.git";

    /// <summary>Address of a page as a product's web interface has it.</summary>
    public string Page(string asker, string rest) => $"http://{address}:8080/{asker}/app/{rest}";

    /// <summary>Address for git's own protocol.</summary>
    public string GitUrl(string repository = "app") => $"git://{address}/{repository}.git";

    /// <summary>The server's own repository is asked.</summary>
    public async Task<string> CommitAsync(string reference, string repository = "app") =>
        (await RunAsync("git", "-C", $"/srv/git/{repository}.git", "rev-parse", reference)).Text;

    /// <summary>Commits a file to main; makes the repository where there is none.</summary>
    public async Task PutAsync(string repository, string path, string content)
    {
        var script = $"""
            set -e
            export HOME=/tmp GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com
            test -d /srv/git/{repository}.git || git init -q --bare /srv/git/{repository}.git
            rm -rf /tmp/put-{repository} && git clone -q /srv/git/{repository}.git /tmp/put-{repository} && cd /tmp/put-{repository}
            mkdir -p "$(dirname '{path}')" && echo {Convert.ToBase64String(Encoding.UTF8.GetBytes(content))} | base64 -d >'{path}'
            git add -f . && git commit -q -m put && git push -q origin HEAD:main
            """;
        _ = (await RunAsync("sh", "-c", script)).Text;
    }

    /// <summary>Whether the repository is there; the big one takes a while to be made.</summary>
    public async Task<bool> HasAsync(string repository) => (await RunAsync("test", "-d", $"/srv/git/{repository}.git")).ExitCode == 0;

    /// <summary>How many HTTP requests somebody made.</summary>
    public async Task<int> RequestsAsync(string asker) =>
        (await here.KubectlAsync("logs", Name)).Text.Split('\n').Count(line => line.Contains($" /{asker}/", StringComparison.Ordinal));

    public async Task SwitchOnAsync()
    {
        await here.Client.CoreV1.CreateNamespacedPodAsync(Pod(), here.Namespace);
        _ = (await here.KubectlAsync("wait", "--for=condition=Ready", "--timeout=300s", $"pod/{Name}")).Text;
    }

    public async Task SwitchOffAsync() => _ = (await here.KubectlAsync("delete", "pod", Name, "--grace-period=1", "--wait")).Text;

    public async ValueTask DisposeAsync()
    {
        await here.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Host(Playground here) => $"{Name}.{here.Namespace}.svc:8443";

    private Task<ProgramResult> RunAsync(params string[] command) => PodCommand.RunAsync(here.Client, here.Namespace, Name, Name, command);

    private static async Task<Dictionary<string, byte[]>> ArchivesAsync()
    {
        var archives = new Dictionary<string, byte[]>();
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(ClusterUnderTest.Checkout, "tests", "EndToEnd", "Repositories")))
        {
            using var archive = new MemoryStream();
            await using (var tar = new TarWriter(archive, leaveOpen: true))
            {
                // Not TarFile, which leaves out what begins with a dot.
                foreach (var file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
                    await tar.WriteEntryAsync(file, Path.GetRelativePath(folder, file));
            }

            archives[$"{Path.GetFileName(folder)}.tar"] = archive.ToArray();
        }

        return archives;
    }

    private V1Pod Pod() => new()
    {
        Metadata = new() { Name = Name, Labels = new Dictionary<string, string> { ["app"] = Name } },
        Spec = new()
        {
            AutomountServiceAccountToken = false,
            Volumes = [new() { Name = "scripts", ConfigMap = new() { Name = Name } }, new() { Name = Repositories, ConfigMap = new() { Name = Repositories } }, new() { Name = "secret", Secret = new() { SecretName = Name } }],
            Containers =
            [
                new()
                {
                    Name = Name,
                    Image = here.Images.Devbox,
                    Command = ["sh", "/scripts/serve.sh"],
                    SecurityContext = new() { RunAsUser = 0 },
                    // All tests wait for it, so it does not wait for their pods, which request nothing.
                    Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("250m") } },
                    VolumeMounts = [new() { Name = "scripts", MountPath = "/scripts" }, new() { Name = Repositories, MountPath = "/repositories" }, new() { Name = "secret", MountPath = "/secret" }],
                    ReadinessProbe = new() { TcpSocket = new() { Port = 8080 }, PeriodSeconds = 1 },
                },
            ],
        },
    };
}
