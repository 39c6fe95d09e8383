using Environs.Crds;
using Environs.Gateway.Access;
using Environs.Gateway.Routing;
using Environs.Gateway.Tests.Support;
using Environs.Gateway.Tokens;

namespace Environs.Gateway.Tests.Access;

public sealed class AdmissionTests
{
    private static readonly GatewayHost Host = new(3000, Some.Uid);

    private static readonly Dictionary<string, Caller> Callers = new()
    {
        ["nobody"] = Caller.Anonymous,
        ["owner"] = new() { Name = "ada" },
        ["creator"] = new() { Name = "grace" },
        ["member"] = new() { Name = "alan", Organizations = ["acme"] },
        ["stranger"] = new() { Name = "mallory", Organizations = ["evil"] },
        ["almost the owner"] = new() { Name = "Ada" },
        ["owner, too late"] = new() { Name = "ada", Expires = Some.Now },
        ["owner, for this port"] = new() { Name = "ada", Only = new(TokenUse.Port, Some.Uid, 3000) },
        ["owner, for another port"] = new() { Name = "ada", Only = new(TokenUse.Port, Some.Uid, 3001) },
        ["owner, for another environment"] = new() { Name = "ada", Only = new(TokenUse.Port, "11111111-1111-1111-1111-111111111111", 3000) },
    };

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [AdmissionLevels.OwnerOnly] = ["owner", "owner, for this port"],
        [AdmissionLevels.CreatorOnly] = ["creator"],
        [AdmissionLevels.Organization] = ["member"],
        [AdmissionLevels.Everyone] = [.. Callers.Keys],
    };

    private static readonly string[] Unproven = ["nobody", "owner, too late", "owner, for another port", "owner, for another environment"];

    public static TheoryData<string, string?, string?> Cells =>
        [.. from caller in Callers.Keys from environment in Levels from port in Levels select (caller, environment, port)];

    private static string?[] Levels => [null, .. Allowed.Keys, "Nobody"];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_level_lets_in_whom_it_names(string caller, string? environmentLevel, string? portLevel)
    {
        var level = portLevel ?? environmentLevel ?? AdmissionLevels.OwnerOnly;
        // What it does not know is the narrowest.
        var allowed = Allowed.GetValueOrDefault(level, Allowed[AdmissionLevels.OwnerOnly]);
        var expected = allowed.Contains(caller) ? Verdict.Allowed : Unproven.Contains(caller) ? Verdict.LoginNeeded : Verdict.Refused;
        Assert.Equal(expected, Admission.Decide(Some.Environment(admission: environmentLevel, portAdmission: portLevel), Host, Callers[caller], Some.Now));
    }

    public static TheoryData<string> Everybody => [.. Callers.Keys];

    [Theory]
    [MemberData(nameof(Everybody))]
    public void What_is_not_there_looks_like_what_one_may_not_reach(string caller)
    {
        var secret = Some.Environment();
        secret.Status!.Owner = new() { Name = "somebody else" };
        Assert.Equal(Admission.Decide(secret, Host, Callers[caller], Some.Now), Admission.Decide(null, Host, Callers[caller], Some.Now));
    }

    [Theory]
    [InlineData(AdmissionLevels.OwnerOnly)]
    [InlineData(AdmissionLevels.CreatorOnly)]
    [InlineData(AdmissionLevels.Organization)]
    public void Where_nobody_is_known_nobody_gets_in(string level)
    {
        foreach (var status in (RoutedEnvironment.RoutedStatus?[])[null, new(), new() { Owner = new(), Creator = new(), Organization = "" }, new() { Owner = new() { Name = "" }, Creator = new() { Name = "" } }])
        {
            var environment = Some.Environment(admission: level) with { Status = status };
            Assert.Equal(Verdict.Refused, Admission.Decide(environment, Host, new() { Name = "", Organizations = [""] }, Some.Now));
            Assert.Equal(Verdict.Refused, Admission.Decide(environment, Host, Callers["member"], Some.Now));
        }
    }

    [Theory]
    [InlineData("one", "one", true)]
    [InlineData("one", "two", false)]
    [InlineData(null, "one", true)]
    [InlineData("one", null, true)]
    public void An_account_that_was_made_anew_is_another(string? recorded, string? shown, bool isAllowed)
    {
        var environment = Some.Environment(admission: AdmissionLevels.CreatorOnly);
        environment.Status!.Creator = new() { Name = "system:serviceaccount:team:bot", Uid = recorded };
        var verdict = Admission.Decide(environment, Host, new() { Name = "system:serviceaccount:team:bot", Uid = shown }, Some.Now);
        Assert.Equal(isAllowed ? Verdict.Allowed : Verdict.Refused, verdict);
    }

    [Fact]
    public void A_port_of_its_own_level_does_not_open_another()
    {
        var environment = Some.Environment(port: 3000, portAdmission: AdmissionLevels.Everyone);
        Assert.Equal(Verdict.LoginNeeded, Admission.Decide(environment, Host with { Port = 3001 }, Caller.Anonymous, Some.Now));
    }
}
