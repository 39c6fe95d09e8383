using Environs.Operator.Admission;
using static Environs.Operator.Tests.Admission.Asked;

namespace Environs.Operator.Tests.Admission;

public sealed class RefusalsTests
{
    private static readonly Objection Wrong = Objection.Invalid("spec.a", "must be right");
    private static readonly Objection NotYours = Objection.Forbidden("spec.b", "must be somebody else's to say");

    [Fact]
    public void What_is_right_for_nobody_is_invalid_and_names_every_field()
    {
        var answer = Refusals.Of(Request(null, "{}"), [NotYours, Wrong]);
        Assert.Equal(("question-1", false), (answer.Uid, answer.Allowed));
        Assert.Equal((422, "Invalid", "spec.a: must be right. spec.b: must be somebody else's to say."), (answer.Status!.Code, answer.Status.Reason, answer.Status.Message));
        Assert.Equal(["spec.b", "spec.a"], answer.Status.Details.Causes.Select(cause => cause.Field));
    }

    [Fact]
    public void What_only_lacks_a_right_is_forbidden()
    {
        var answer = Refusals.Of(Request(null, "{}"), [NotYours]);
        Assert.Equal((403, "Forbidden"), (answer.Status!.Code, answer.Status.Reason));
        Assert.Equal(("environs.dev", "Environment", "x"), (answer.Status.Details.Group, answer.Status.Details.Kind, answer.Status.Details.Name));
    }
}
