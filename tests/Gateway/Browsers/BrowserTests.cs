using Environs.Crds;
using Environs.Gateway.Tests.Login;
using Environs.Gateway.Tests.Support;
using Microsoft.Playwright;

namespace Environs.Gateway.Tests.Browsers;

/// <summary>With Debian's Chromium and a real issuer: what people see, and what a browser keeps apart.</summary>
[Trait("Category", "Browser")]
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Sibling = "11111111-1111-1111-1111-111111111111";

    private TestIssuer issuer = null!;
    private Upstreams upstream = null!;
    private TestGateway gateway = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;
    private IPage page = null!;

    private string Address => gateway.Address(upstream.Port);

    public async ValueTask InitializeAsync()
    {
        issuer = await TestIssuer.StartAsync();
        upstream = await Upstreams.StartAsync();
        gateway = await TestGateway.StartAsync(options => OidcTests.UseIssuer(options, issuer));
        foreach (var uid in (string[])[Some.Uid, Sibling]) Serve(uid, "ada@example.com");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            // Tests run as root, and in no domain that the world knows.
            Args = ["--no-sandbox", $"--host-resolver-rules=MAP *.{TestGateway.Domain} 127.0.0.1"],
        });
        page = await (await browser.NewContextAsync(new() { IgnoreHTTPSErrors = true })).NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        await gateway.DisposeAsync();
        await upstream.DisposeAsync();
        await issuer.DisposeAsync();
    }

    [Fact]
    public async Task A_person_logs_in_uses_the_app_logs_out_and_is_refused()
    {
        await LogInAsync($"{Address}/page", "ada");
        Assert.Equal($"{Address}/page", page.Url);
        await Expect("#echo", "echo: hi");

        await page.GotoAsync($"{Address}/.environs/logout");
        await ShootAsync("logout");
        await page.ClickAsync("text=Log out");
        await Expect("h1", "You are not logged in");

        await LogInAsync($"{Address}/page", "mallory");
        await Expect("h1", "Nothing here for you");
        await ShootAsync("refused");
    }

    [Fact]
    public async Task Who_waits_sees_why_and_then_the_app()
    {
        var environment = Serve(Some.Uid, "ada@example.com");
        gateway.Environments.Set(environment with { Status = environment.Status! with { Phase = EnvironmentPhases.Starting } });
        await LogInAsync($"{Address}/page", "ada");
        await Expect("h1", "Your environment is starting");
        await Expect("#message", "The repository is being cloned.");
        await ShootAsync("waiting");

        Serve(Some.Uid, "ada@example.com");
        await Expect("#echo", "echo: hi");
    }

    [Fact]
    public async Task A_page_of_one_environment_cannot_act_in_another()
    {
        await LogInAsync($"{Address}/page", "ada");
        await Expect("#echo", "echo: hi");
        // Both are one site to the browser, and the person is logged in to both.
        await page.GotoAsync($"{gateway.Address(upstream.Port, Sibling)}/page");
        await Expect("#echo", "echo: hi");
        while (upstream.Requests.TryDequeue(out _)) { }

        var opened = await page.EvaluateAsync<bool>($$"""
            async () => {
              await fetch("{{Address}}/attack", {method: "POST", mode: "no-cors", credentials: "include", body: "x"}).catch(() => {});
              await fetch("{{Address}}/attack", {mode: "no-cors", credentials: "include"}).catch(() => {});
              document.cookie = "__Host-environs=tossed; Domain={{TestGateway.Domain}}; Secure; Path=/";
              document.cookie = "environs=tossed; Domain={{TestGateway.Domain}}; Secure; Path=/";
              return await new Promise(done => {
                const socket = new WebSocket("{{Address.Replace("https", "wss", StringComparison.Ordinal)}}/socket");
                socket.onopen = () => done(true);
                socket.onerror = () => done(false);
              });
            }
            """);
        Assert.False(opened);
        Assert.DoesNotContain(upstream.Requests, seen => seen.Target is "/attack" or "/socket");

        await page.EvaluateAsync($$"""
            () => {
              const form = document.createElement("form");
              form.method = "post";
              form.action = "{{Address}}/attack";
              document.body.append(form);
              form.submit();
            }
            """);
        // Looked at again and again: a page that comes while the script is still being answered was seen to be waited for in vain.
        await Assertions.Expect(page).ToHaveURLAsync($"{Address}/attack", new() { Timeout = 30_000 });
        Assert.DoesNotContain(upstream.Requests, seen => seen.Target == "/attack");

        // Going there is what people do, and it is still theirs.
        await page.GotoAsync($"{Address}/page");
        await Expect("#echo", "echo: hi");
    }

    private async Task LogInAsync(string address, string name)
    {
        await page.GotoAsync(address);
        await Expect("h1", "Issuer");
        await page.FillAsync("input[name=user]", name);
        await page.ClickAsync("button");
    }

    private Task Expect(string selector, string text) => Assertions.Expect(page.Locator(selector)).ToHaveTextAsync(text, new() { Timeout = 30_000 });

    /// <summary>For a person to look at, where ENVIRONS_SCREENSHOTS names a folder.</summary>
    private async Task ShootAsync(string name)
    {
        if (System.Environment.GetEnvironmentVariable("ENVIRONS_SCREENSHOTS") is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    private Environs.Gateway.Routing.RoutedEnvironment Serve(string uid, string owner)
    {
        var environment = Some.Environment(upstream.Port, uid: uid);
        environment.Status!.Owner = new() { Name = owner };
        gateway.Environments.Set(environment);
        gateway.Pods.Set(Some.Pod(uid: uid));
        return environment;
    }
}
