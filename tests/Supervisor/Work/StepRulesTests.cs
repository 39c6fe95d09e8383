using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Work;

public sealed class StepRulesTests
{
    [Theory]
    [InlineData(0, false, true, StepPhase.Succeeded)]
    [InlineData(1, false, true, StepPhase.Failed)]
    [InlineData(143, false, true, StepPhase.Failed)]
    [InlineData(0, true, true, StepPhase.Stopped)]
    [InlineData(143, true, true, StepPhase.Stopped)]
    [InlineData(137, true, false, StepPhase.Failed)]
    [InlineData(0, true, false, StepPhase.Failed)]
    public void A_step_that_ended(int code, bool wasAsked, bool inTime, StepPhase expected) =>
        Assert.Equal(expected, StepRules.Outcome(code, wasAsked, inTime));
}
