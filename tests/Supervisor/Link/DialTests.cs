using System.Net;
using Environs.Protocol.Requests;
using Environs.Supervisor.Tests.Support;
using Grpc.Core;

namespace Environs.Supervisor.Tests.Link;

/// <summary>Whom the link dials, whom it believes, and what it does when that fails.</summary>
public sealed class DialTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private readonly TestLink link = new();
    private TestOperator test = null!;

    public async ValueTask InitializeAsync() => test = await TestOperator.StartAsync(authority.Issue());

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await test.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task An_IPv6_address_is_dialled()
    {
        Assert.SkipUnless(System.Net.Sockets.Socket.OSSupportsIPv6, "no IPv6 here");
        await using var six = await TestOperator.StartAsync(authority.Issue(), new IPEndPoint(IPAddress.IPv6Loopback, 0));
        link.Publish($"[::1]:{six.Address.Port}\n", authority.Pem);

        link.Start();

        await ConnectedAsync(six);
    }

    [Theory]
    [InlineData("operator.environs", -0.5, "environs-operator-ca", "PartialChain")]
    [InlineData("operator.environs", -0.5, "somebody", "PartialChain")]
    [InlineData("operator.example", -0.5, null, "RemoteCertificateNameMismatch")]
    [InlineData("operator.environs", -1.5, null, "NotTimeValid")]
    [InlineData("operator.environs", 0.5, null, "NotTimeValid")]
    public async Task A_server_that_is_not_proven_to_be_the_operator_is_told_nothing(string name, double from, string? issuer, string why)
    {
        using var other = issuer is null ? null : new TestAuthority(issuer);
        await using var false_ = await TestOperator.StartAsync((other ?? authority).Issue(name, from));
        link.Publish(false_.Address.ToString(), authority.Pem);

        link.Start();

        await LoggedAsync("no connection to the operator: ");
        Assert.True(link.Log[0].Contains(why, StringComparison.Ordinal), link.Log[0]);
        Assert.Equal(0, false_.Dials);
    }

    [Fact]
    public async Task While_CAs_are_rotated_each_of_them_is_trusted()
    {
        // Of the same name, as a renewed CA is.
        using var next = new TestAuthority();
        await using var renewed = await TestOperator.StartAsync(next.Issue());
        link.Publish(test.Address.ToString(), authority.Pem + next.Pem);
        link.Start();
        await ConnectedAsync(test);

        link.Publish(renewed.Address.ToString(), authority.Pem + next.Pem);
        await test.StopAsync();

        await ConnectedAsync(renewed);
    }

    [Fact]
    public async Task Missing_and_odd_files_are_waited_for_and_each_is_told_once()
    {
        link.Start();
        await LoggedAsync($"the operator is not known yet: {link.Folder}/address is not there");
        link.Publish("operator:8443", authority.Pem);
        await LoggedAsync($"the operator is not known yet: {link.Folder}/address: \"operator:8443\" is not IP:PORT");
        link.Publish("127.0.0.1", authority.Pem);
        await LoggedAsync($"the operator is not known yet: {link.Folder}/address: \"127.0.0.1\" is not IP:PORT");
        link.Publish(test.Address.ToString(), "not a certificate");
        await LoggedAsync($"the operator is not known yet: {link.Folder}/ca.crt holds no certificate");
        link.Publish(test.Address.ToString(), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        await LoggedAsync($"the operator is not known yet: {link.Folder}/ca.crt: ");
        link.Publish(test.Address.ToString(), authority.Pem, token: null);
        await LoggedAsync($"the operator is not known yet: {link.Folder}/token is not there");
        link.Publish(test.Address.ToString(), authority.Pem, token: "two words");
        await LoggedAsync($"the operator is not known yet: {link.Folder}/token does not hold a token");
        link.Publish(test.Address.ToString(), authority.Pem);

        await ConnectedAsync(test);
        await LoggedAsync("connected");
        Assert.Equal(link.Log.Count, link.Log.Distinct().Count());
    }

    [Fact]
    public async Task New_files_are_seen_at_the_next_dial()
    {
        using var nextAuthority = new TestAuthority("next");
        await using var next = await TestOperator.StartAsync(nextAuthority.Issue());
        link.Publish(test.Address.ToString(), authority.Pem);
        link.Start();
        await ConnectedAsync(test);
        await test.StopAsync();
        await LoggedAsync("connection to the operator lost: ");

        link.Publish(next.Address.ToString(), nextAuthority.Pem, "renewed");

        await ConnectedAsync(next);
        Assert.Equal("Bearer renewed", next.Streams[0].Authorization);
    }

    [Fact]
    public async Task An_operator_that_comes_back_is_told_everything_anew()
    {
        link.Publish(test.Address.ToString(), authority.Pem);
        link.Start();
        await ConnectedAsync(test);
        await test.StopAsync();
        link.Workload.Set("web", Protocol.Supervision.ServicePhase.Running);
        await LoggedAsync("no connection to the operator: Connection refused");

        await test.ListenAsync(authority.Issue());

        await Eventually.TrueAsync(() => test.Streams.Count == 2, "a stream");
        await test.Streams[1].ReportedAsync(_ => true, "a report");
        Assert.Equal(Protocol.Supervision.ServicePhase.Running, Assert.Single(test.Streams[1].Reports[0].Services).Phase);
        await Eventually.TrueAsync(() => link.Log.Count == 4, "connected, lost, refused, connected");
    }

    [Fact]
    public async Task A_replica_that_does_not_lead_is_left_for_another_one_soon()
    {
        link.Settings = link.Settings with { FirstPause = TimeSpan.FromSeconds(60), LongestPause = TimeSpan.FromSeconds(60) };
        var followers = 5;
        test.Answer = () => followers-- > 0 ? new Status(StatusCode.Unavailable, "operator-1 does not lead, operator-2 does") : null;
        link.Publish(test.Address.ToString(), authority.Pem);

        link.Start();

        await ConnectedAsync(test);
        await LoggedAsync("connected");
        Assert.Equal(6, test.Dials);
        Assert.Single(link.Log);
    }

    [Fact]
    public async Task When_no_replica_leads_it_waits_longer_and_says_so_once()
    {
        test.Answer = () => new Status(StatusCode.Unavailable, "operator-1 does not lead");
        link.Settings = link.Settings with { QuickTries = 2 };
        link.Publish(test.Address.ToString(), authority.Pem);

        link.Start();

        await Eventually.TrueAsync(() => test.Dials == 6, "more dials");
        Assert.Equal("no connection to the operator: Unavailable: operator-1 does not lead", Assert.Single(link.Log));
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task A_refused_token_is_read_again_and_told_once(StatusCode code)
    {
        test.Answer = () => new Status(code, "expired");
        link.Publish(test.Address.ToString(), authority.Pem, "old");
        link.Start();
        await Eventually.TrueAsync(() => test.Dials == 3, "more dials");
        Assert.Equal($"the operator refuses this supervisor: {code}: expired", Assert.Single(link.Log));

        link.Publish(test.Address.ToString(), authority.Pem, "new");
        test.Answer = () => null;

        await ConnectedAsync(test);
        Assert.Equal("Bearer new", test.Streams[0].Authorization);
    }

    [Fact]
    public async Task A_question_does_not_wait_for_a_long_pause()
    {
        link.Settings = link.Settings with { FirstPause = TimeSpan.FromMinutes(10), LongestPause = TimeSpan.FromMinutes(10), QuickTries = 0 };
        test.Answer = () => new Status(StatusCode.Unavailable, "operator-1 does not lead");
        link.Publish(test.Address.ToString(), authority.Pem);
        link.Start();
        await LoggedAsync("no connection to the operator: Unavailable: operator-1 does not lead");
        test.Answer = () => null;

        var answer = await link.Calls!.AskAsync(new Request { Service = new ServiceChange { Reference = "web" } }, TestContext.Current.CancellationToken);

        Assert.Equal(Outcome.Done, answer.Outcome);
        Assert.False(link.Calls.Wanted.IsCompleted);
    }

    [Fact]
    public async Task A_stream_that_is_taken_and_then_refused_is_told_once_and_dialled_later_each_time()
    {
        link.Publish(test.Address.ToString(), authority.Pem);
        link.Start();
        for (var i = 0; i < 5; i++)
        {
            await Eventually.TrueAsync(() => test.Streams.Count == i + 1, "a stream");
            await test.Streams[i].ReportedAsync(report => report.DesiredVersion == 1, "the acknowledgement");
            test.Streams[i].End(new Status(StatusCode.InvalidArgument, i < 4 ? "a report has at most 1 bytes" : "what was sent is no report"));
        }

        await LoggedAsync("the operator refuses this supervisor: InvalidArgument: what was sent is no report");
        Assert.Equal(2, link.Log.Count(line => !line.StartsWith("connected", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_operator_that_takes_the_stream_and_says_nothing_is_told_all_the_same()
    {
        test.FirstWord = null;
        link.Publish(test.Address.ToString(), authority.Pem);

        link.Start();

        await Eventually.TrueAsync(() => test.Streams.Count == 1, "a stream");
        var stream = test.Streams[0];
        await stream.ReportedAsync(_ => true, "a report");
        link.Workload.Set("web", Protocol.Supervision.ServicePhase.Running);
        await stream.ReportedAsync(report => report.Services.Count == 1, "the change");
        // Longer than it takes to find that a network is cut.
        await Task.Delay(2500);
        await link.StopAsync();
        await Eventually.TrueAsync(() => stream.WasClosed, "the goodbye");
        Assert.Equal(1, test.Connections);
        Assert.Empty(link.Log);
    }

    [Fact]
    public async Task An_address_where_nobody_speaks_our_language_is_tried_again()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        link.Settings = link.Settings with { ConnectTimeout = TimeSpan.FromSeconds(0.5) };
        link.Publish(listener.LocalEndpoint.ToString(), authority.Pem);

        link.Start();

        await LoggedAsync("no connection to the operator: ");
        link.Publish(test.Address.ToString(), authority.Pem);
        await ConnectedAsync(test);
    }

    [Fact]
    public async Task A_cut_network_is_found()
    {
        await using var wire = new TestWire(test.Address);
        link.Publish(wire.Address.ToString(), authority.Pem);
        link.Start();
        await ConnectedAsync(test);

        wire.Cut();

        await LoggedAsync("connection to the operator lost: ");
        wire.Mend();
        await Eventually.TrueAsync(() => test.Streams.Count == 2, "another stream");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_cut_network_is_found_in_time_as_users_have_it()
    {
        link.Settings = new Environs.Supervisor.Link.LinkSettings(link.Folder, "dev");
        await using var wire = new TestWire(test.Address);
        link.Publish(wire.Address.ToString(), authority.Pem);
        link.Start();
        await ConnectedAsync(test);

        wire.Cut();
        await Eventually.TrueAsync(() => link.Log.Any(line => line.StartsWith("connection to the operator lost: ", StringComparison.Ordinal)), "the loss is found", seconds: 100);
        wire.Mend();

        await Eventually.TrueAsync(() => test.Streams.Count == 2, "another stream");
    }

    private static async Task ConnectedAsync(TestOperator test)
    {
        await Eventually.TrueAsync(() => test.Streams.Count == 1, "a stream");
        await test.Streams[0].ReportedAsync(report => report.DesiredVersion == 1, "the acknowledgement");
    }

    private Task LoggedAsync(string start) =>
        Eventually.TrueAsync(() => link.Log.Any(line => line.StartsWith(start, StringComparison.Ordinal)), $"\"{start}\" in: {string.Join("; ", link.Log)}");
}
