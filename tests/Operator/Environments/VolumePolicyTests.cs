using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

/// <summary>Which volume and which name an environment may take.</summary>
public class VolumePolicyTests
{
    private static EnvironmentPlan Decide(EnvironmentState state) => EnvironmentPolicy.Decide(state);

    [Fact]
    public void A_class_without_storage_makes_no_volume()
    {
        var plan = Decide(Some.State(@class: Some.Class(change: c => c.Spec.Storage = null)));
        Assert.Null(plan.CreateVolume);
        Assert.NotNull(plan.CreatePod!.Spec.Volumes.Single(volume => volume.Name == "content").EmptyDir);
    }

    [Fact]
    public void A_volume_that_is_there_is_used_even_when_the_class_lost_its_storage()
    {
        var environment = Some.Environment();
        var state = Some.State(environment, @class: Some.Class(change: c => c.Spec.Storage = null));
        var claim = EnvironmentVolume.Build(environment, Some.Class().Spec, new() { Size = new("1Gi") });
        var plan = Decide(state with { Volume = claim });
        Assert.Null(plan.CreateVolume);
        Assert.Equal("demo", plan.CreatePod!.Spec.Volumes.Single(volume => volume.Name == "content").PersistentVolumeClaim.ClaimName);
    }

    [Theory]
    [InlineData(false, "NameTaken")]
    [InlineData(true, null)]
    public void A_pod_of_the_name_that_is_not_its_own_is_looked_at_again(bool isGoing, string? reason)
    {
        var orphan = Some.RunningPod(Some.Environment(), pod =>
        {
            pod.Metadata.OwnerReferences = null;
            pod.Metadata.DeletionTimestamp = isGoing ? Some.Now.UtcDateTime : null;
        });
        var plan = Decide(Some.State() with { OtherPod = orphan });
        Assert.Null(plan.CreatePod);
        Assert.Equal((reason, Some.Options.RefusalDelay / 12), (plan.Problem?.Reason, plan.RequeueAfter!.Value));
    }

    [Theory]
    [InlineData("NameTaken", 0, 5)]
    [InlineData("NameTaken", 20, 20)]
    [InlineData("VolumeNameTaken", 20, 20)]
    [InlineData("NameTaken", 500, 60)]
    [InlineData("ClassNotFound", 500, 5)]
    public void Somebody_elses_object_is_looked_at_soon_at_first_and_then_more_seldom(string reason, int stalledFor, int expected)
    {
        var environment = Some.Environment();
        environment.Status = new() { Conditions = [new() { Type = "Stalled", Status = "True", Reason = reason, LastTransitionTime = Some.Now.UtcDateTime.AddSeconds(-stalledFor) }] };
        Assert.Equal(TimeSpan.FromSeconds(expected), EnvironmentPolicy.NextLook(Some.State(environment)));
    }

    [Fact]
    public void A_claim_of_the_name_that_is_not_ours_is_not_used()
    {
        var plan = Decide(Some.State() with { Volume = new() { Metadata = new() { Name = "demo", NamespaceProperty = "team" } } });
        Assert.Null(plan.CreatePod);
        Assert.Equal("VolumeNameTaken", plan.Problem!.Reason);
    }

    [Fact]
    public void A_retained_claim_is_taken_up_by_the_next_environment_of_the_name()
    {
        var claim = EnvironmentVolume.Build(Some.Environment(e => e.Metadata.Uid = "an earlier one"), Some.Class().Spec,
            new() { Size = new("1Gi"), DeletionPolicy = DeletionPolicies.Retain });
        var plan = Decide(Some.State() with { Volume = claim });
        Assert.Null(plan.CreateVolume);
        Assert.NotNull(plan.CreatePod);
    }

    [Fact]
    public void A_claim_that_is_going_is_waited_for()
    {
        var claim = EnvironmentVolume.Build(Some.Environment(), Some.Class().Spec, new() { Size = new("1Gi") });
        claim.Metadata.DeletionTimestamp = Some.Now.UtcDateTime;
        var plan = Decide(Some.State() with { Volume = claim });
        Assert.Null(plan.CreatePod);
        Assert.Equal("VolumeDeleting", plan.Problem!.Reason);
    }
}
