using System.Text.Json.Nodes;
using Environs.Runtime.Controllers;

namespace Environs.Runtime.Tests.Controllers;

public sealed class StatusDraftTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void A_first_status_gets_generation_time_in_whole_seconds_and_version_1()
    {
        var draft = StatusDraft.Of(Json("""{"conditions":[{"type":"Ready","status":"True","reason":"R","message":""}]}"""), null, 3, Now)!;
        Assert.Equal("3", $"{draft["observedGeneration"]}");
        Assert.Equal("1", $"{draft["statusVersion"]}");
        Assert.Equal("2026-01-02T03:04:05Z", $"{draft["conditions"]![0]!["lastTransitionTime"]}");
        Assert.Equal("3", $"{draft["conditions"]![0]!["observedGeneration"]}");
    }

    [Fact]
    public void The_same_status_is_not_worth_a_write()
    {
        var present = StatusDraft.Of(Desired("True", "R"), null, 3, Now)!;
        Assert.Null(StatusDraft.Of(Desired("True", "R"), present, 3, Now.AddHours(1)));
    }

    [Theory]
    [InlineData("True", "Other", 3, false)]
    [InlineData("False", "R", 3, true)]
    [InlineData("True", "R", 4, false)]
    public void Any_difference_is_a_new_version_and_only_a_changed_status_moves_the_time(string status, string reason, int generation, bool moves)
    {
        var present = StatusDraft.Of(Desired("True", "R"), null, 3, Now)!;
        var draft = StatusDraft.Of(Desired(status, reason), present, generation, Now.AddHours(1))!;
        Assert.Equal("2", $"{draft["statusVersion"]}");
        Assert.Equal(moves ? "2026-01-02T04:04:05Z" : "2026-01-02T03:04:05Z", $"{draft["conditions"]![0]!["lastTransitionTime"]}");
    }

    [Fact]
    public void A_failure_keeps_the_last_status_and_makes_Ready_false()
    {
        var last = Json("""{"value":7,"conditions":[{"type":"Accepted","status":"True"},{"type":"Ready","status":"True"}]}""");
        var failed = StatusDraft.Failed(last, new InvalidOperationException("The disk is full."));
        Assert.Equal("7", $"{failed["value"]}");
        var ready = failed["conditions"]!.AsArray().Single(condition => $"{condition!["type"]}" == "Ready")!;
        Assert.Equal(("False", "ReconcileError", "The disk is full."), ($"{ready["status"]}", $"{ready["reason"]}", $"{ready["message"]}"));
        Assert.Equal("True", $"{failed["conditions"]!.AsArray().Single(condition => $"{condition!["type"]}" == "Accepted")!["status"]}");
    }

    [Fact]
    public void A_failure_without_a_last_status_is_one_all_the_same() =>
        Assert.Single(StatusDraft.Failed(null, new InvalidOperationException("x"))["conditions"]!.AsArray());

    private static JsonObject Desired(string status, string reason) => new()
    {
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = status, ["reason"] = reason, ["message"] = "" }),
    };

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
