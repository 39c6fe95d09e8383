using Environs.Gateway.Login;
using Environs.Gateway.Tests.Support;
using k8s.Models;

namespace Environs.Gateway.Tests.Login;

public sealed class SharedSignedOutTests
{
    [Fact]
    public void An_entry_comes_and_those_that_no_login_can_have_any_more_go()
    {
        var now = Some.Now;
        var map = new V1ConfigMap
        {
            Data = new Dictionary<string, string> { ["over"] = $"{now.ToUnixTimeSeconds() - 1}", ["not yet"] = $"{now.ToUnixTimeSeconds() + 1}", ["odd"] = "?" },
        };
        var change = SharedSignedOut.Change(map, "new", now, TimeSpan.FromHours(1));
        Assert.Equal($$$"""{"data":{"new":"{{{now.ToUnixTimeSeconds() + 3600}}}","over":null,"odd":null}}""", change.ToJsonString());
    }

    [Fact]
    public void The_first_entry_of_a_map_is_one() =>
        Assert.Equal($$$"""{"data":{"a":"{{{Some.Now.ToUnixTimeSeconds() + 60}}}"}}""", SharedSignedOut.Change(new(), "a", Some.Now, TimeSpan.FromMinutes(1)).ToJsonString());
}
