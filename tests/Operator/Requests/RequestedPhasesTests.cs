using Environs.Crds;
using Environs.Operator.Requests;
using k8s.Models;

namespace Environs.Operator.Tests.Requests;

public sealed class RequestedPhasesTests
{
    [Theory]
    [InlineData("Running", "Running")]
    [InlineData("Stopped", "Stopped")]
    [InlineData("Running@2026-03-01T12:00:00Z", "Running")]
    [InlineData("Stopped@", "Stopped")]
    [InlineData("running", null)]
    [InlineData("", null)]
    [InlineData("Runnning", null)]
    [InlineData("Running 1", null)]
    [InlineData("@Running", null)]
    [InlineData("Running@\n", null)]
    [InlineData("Running@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null)]
    public void A_value_is_one_of_two_phases_and_something_that_tells_it_from_the_one_before(string value, string? phase)
    {
        Assert.Equal(phase, RequestedPhases.Phase(value));
        Assert.Equal(phase is null, RequestedPhases.Problem(Asked(value)) is not null);
        Assert.Equal(phase, RequestedPhases.Of(Asked(value), null, null, null)?.Phase);
    }

    [Fact]
    public void Nobody_has_asked_where_there_is_no_annotation()
    {
        Assert.Null(RequestedPhases.Of(new V1ObjectMeta(), null, "Running", null));
        Assert.Null(RequestedPhases.Problem(new V1ObjectMeta()));
        Assert.Null(RequestedPhases.Of(new V1ObjectMeta(), new RequestedPhaseStatus { Value = "Stopped", Phase = "Stopped" }, "Running", null));
    }

    [Theory]
    [InlineData("Running", "one", "Stopped")]
    [InlineData("Stopped", "one", null)]
    [InlineData(null, "one", null)]
    [InlineData("Running", "two", null)]
    [InlineData("Running", null, null)]
    public void It_holds_until_the_spec_or_the_session_is_another(string? desiredPhase, string? session, string? phase)
    {
        var asked = RequestedPhases.Of(Asked("Stopped@1"), null, "Running", "one");
        var later = RequestedPhases.Of(Asked("Stopped@1"), asked, desiredPhase, session);
        Assert.Equal(("Stopped@1", phase), (later!.Value, later.Phase));
        // What the spec had before does not bring it back.
        var last = RequestedPhases.Of(Asked("Stopped@1"), later, "Running", "one");
        Assert.Equal(phase, last!.Phase);
        Assert.Equal("Stopped", RequestedPhases.Of(Asked("Stopped@2"), last, "Running", "one")!.Phase);
    }

    private static V1ObjectMeta Asked(string value) => new() { Annotations = new Dictionary<string, string> { ["environs.dev/requested-phase"] = value } };
}
