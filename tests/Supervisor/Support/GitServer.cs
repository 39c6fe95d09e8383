using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Environs.Supervisor.Tests.Link;
using Environs.Supervisor.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(GitServer))]

namespace Environs.Supervisor.Tests.Support;

/// <summary>git's own smart HTTP (git http-backend) on loopback, with an answer of our choice in front of it.</summary>
/// <remarks>
/// <c>/open/NAME</c> serves a repository; <c>/private/NAME</c> asks for <c>ada</c> and <c>s3cret-pass</c>; <c>/status/404/NAME</c> answers just that;
/// <c>/redirect/NAME</c> sends to <c>/private/NAME</c> on another host; <c>/hang/NAME</c> never answers; <c>/slow/NAME</c> stops in the middle of the pack until the client goes away.
/// </remarks>
public sealed class GitServer : IAsyncLifetime
{
    private readonly TemporaryFolder root = new();
    private readonly TestAuthority authority = new("environs-git-ca");
    private X509Certificate2? certificate;
    private WebApplication? application;

    public string Address { get; private set; } = "";

    /// <summary>The same over TLS; git trusts it by <see cref="AuthorityFile"/>.</summary>
    public string SecureAddress { get; private set; } = "";

    public string AuthorityFile => root["ca.crt"];

    /// <summary>Folder of the bare repositories.</summary>
    public string Repositories => root["repositories"];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Repositories);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        certificate = authority.Issue();
        await File.WriteAllTextAsync(AuthorityFile, authority.Pem);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, 0);
            options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        application = builder.Build();
        application.Run(AnswerAsync);
        await application.StartAsync();
        Address = application.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal));
        SecureAddress = application.Urls.Single(url => url.StartsWith("https:", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null) await application.DisposeAsync();
        certificate?.Dispose();
        authority.Dispose();
        root.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', 3, StringSplitOptions.RemoveEmptyEntries);
        switch (parts[0])
        {
            case "hang":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "redirect":
                // The same server under another name is another server to git.
                context.Response.Redirect($"{Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}/private/{string.Join('/', parts[1..])}{context.Request.QueryString}");
                return;
            case "status":
                context.Response.StatusCode = int.Parse(parts[1], CultureInfo.InvariantCulture);
                return;
            case "private" when context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:s3cret-pass")):
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
                return;
            default:
                await CgiAsync(context, "/" + string.Join('/', parts[1..]), parts[0] == "slow");
                return;
        }
    }

    // The common gateway interface, as far as git http-backend needs it.
    private async Task CgiAsync(HttpContext context, string path, bool slow)
    {
        var request = context.Request;
        using var process = Command.Start("git", ["http-backend"], Repositories, new Dictionary<string, string>
        {
            ["GIT_PROJECT_ROOT"] = Repositories,
            ["GIT_HTTP_EXPORT_ALL"] = "1",
            ["GIT_CONFIG_COUNT"] = "2",
            ["GIT_CONFIG_KEY_0"] = "safe.directory",
            ["GIT_CONFIG_VALUE_0"] = "*",
            ["GIT_CONFIG_KEY_1"] = "uploadpack.allowAnySHA1InWant",
            ["GIT_CONFIG_VALUE_1"] = "true",
            ["REQUEST_METHOD"] = request.Method,
            ["PATH_INFO"] = path,
            ["QUERY_STRING"] = request.QueryString.Value!.TrimStart('?'),
            ["CONTENT_TYPE"] = request.ContentType ?? "",
            ["HTTP_CONTENT_ENCODING"] = request.Headers.ContentEncoding.ToString(),
            ["GIT_PROTOCOL"] = request.Headers["Git-Protocol"].ToString(),
            ["REMOTE_ADDR"] = "127.0.0.1",
        });
        using var kill = context.RequestAborted.Register(() => process.Kill(entireProcessTree: true));
        _ = process.StandardError.ReadToEndAsync();
        await request.Body.CopyToAsync(process.StandardInput.BaseStream);
        process.StandardInput.Close();

        var output = process.StandardOutput.BaseStream;
        foreach (var line in await HeadersAsync(output))
        {
            var header = line.Split(": ", 2);
            if (header[0] == "Status") context.Response.StatusCode = int.Parse(header[1].Split(' ')[0], CultureInfo.InvariantCulture);
            else context.Response.Headers.Append(header[0], header[1]);
        }

        try
        {
            if (slow && request.Method == "POST")
            {
                context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
                var some = new byte[200_000];
                var count = await output.ReadAtLeastAsync(some, some.Length, throwOnEndOfStream: false);
                await context.Response.Body.WriteAsync(some.AsMemory(0, count));
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            await output.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client went away, as some tests mean it to.
        }
    }

    private static async Task<List<string>> HeadersAsync(Stream stream)
    {
        var lines = new List<string>();
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] != '\n')
            {
                line.Add(one[0]);
                continue;
            }

            var text = Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            if (text.Length == 0) break;
            lines.Add(text);
            line.Clear();
        }

        return lines;
    }
}
