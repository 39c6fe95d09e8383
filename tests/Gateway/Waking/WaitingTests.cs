using System.Net;
using Environs.Crds;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Waking;

public sealed class WaitingTests
{
    [Theory]
    [InlineData(EnvironmentPhases.Starting, false, "Your environment is starting. The repository is being cloned.", "5")]
    [InlineData(EnvironmentPhases.Stopped, true, "Your environment is starting. It was stopped because nobody worked in it, and is being started again.", "5")]
    [InlineData(EnvironmentPhases.Stopped, false, "This environment is stopped. Somebody has stopped it. It starts when somebody who may do so asks for it.", "300")]
    [InlineData(EnvironmentPhases.Deleting, false, "This environment is stopped. It is being deleted. It starts when somebody who may do so asks for it.", "300")]
    public async Task A_program_is_told_to_come_again(string phase, bool idle, string line, string after)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Environments.Set(Some.Environment(phase: phase, idle: idle));
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Keys.Token(3000));
        using var answer = await client.GetAsync(gateway.Address(3000));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, line, after), (answer.StatusCode, (await answer.Content.ReadAsStringAsync()).Trim(), answer.Headers.GetValues("Retry-After").Single()));
    }

    [Fact]
    public async Task Nobody_in_particular_wakes_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Environments.Set(Some.Environment(admission: AdmissionLevels.Everyone, phase: EnvironmentPhases.Stopped, idle: true));
        using var client = gateway.Client();
        using var answer = await client.GetAsync(gateway.Address(3000));
        Assert.StartsWith("This environment sleeps.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("woken", gateway.Logged.All, StringComparison.Ordinal);
        using var browser = new Browser(gateway);
        Assert.Contains("<a href=\"/.environs/login\">Log in</a>", (await browser.GoAsync(gateway.Address(3000))).Body, StringComparison.Ordinal);
        Assert.Contains("Your environment is starting", (await browser.LogInAsync($"{gateway.Address(3000)}/.environs/login")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_waits_and_then_shows_the_app()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Environments.Set(Some.Environment(upstream.Port, phase: EnvironmentPhases.Starting));
        using var browser = new Browser(gateway);
        var address = gateway.Address(upstream.Port);
        var page = await browser.LogInAsync(address);
        Assert.Contains("The repository is being cloned.", page.Body, StringComparison.Ordinal);
        Assert.Equal("The repository is being cloned.", (await browser.GoAsync($"{address}/.environs/status", "same-origin")).Body.Trim());
        gateway.Run(upstream);
        Assert.Equal("hello", (await browser.GoAsync(address)).Body);
    }

    [Fact]
    public async Task What_a_page_shows_is_text()
    {
        await using var gateway = await TestGateway.StartAsync();
        var environment = Some.Environment(phase: EnvironmentPhases.Starting);
        environment.Status!.Conditions![1].Message = "<script>alert(1)</script>";
        gateway.Environments.Set(environment);
        using var browser = new Browser(gateway);
        var page = await browser.LogInAsync(gateway.Address(3000));
        Assert.DoesNotContain("<script>alert", page.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page.Body, StringComparison.Ordinal);
    }
}
