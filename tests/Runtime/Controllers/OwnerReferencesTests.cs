using Environs.Runtime.Tests.Widgets;
using k8s.Models;

namespace Environs.Runtime.Tests.Controllers;

public sealed class OwnerReferencesTests
{
    [Theory]
    [InlineData("tests.environs.dev/v1", "Widget", true, "w")]
    [InlineData("tests.environs.dev/v2", "Widget", true, "w")]
    [InlineData("other.dev/v1", "Widget", true, null)]
    [InlineData("v1", "Widget", true, null)]
    [InlineData("tests.environs.dev/v1", "Gadget", true, null)]
    [InlineData("tests.environs.dev/v1", "Widget", false, null)]
    public void The_controller_is_found_by_group_and_kind(string apiVersion, string kind, bool controller, string? name)
    {
        var metadata = new V1ObjectMeta
        {
            NamespaceProperty = "ns",
            OwnerReferences = [new() { ApiVersion = apiVersion, Kind = kind, Name = "w", Uid = "u", Controller = controller }],
        };
        Assert.Equal(name is null ? null : new ResourceKey("ns", name), OwnerReferences.ControllerKey(V1Widget.Kind, metadata));
    }

    [Fact]
    public void A_foreground_deletion_of_the_owner_waits_for_the_child()
    {
        var reference = OwnerReferences.ControllerOf(V1Widget.Kind, new V1Widget { Metadata = new() { Name = "w", Uid = "u" } });
        Assert.Equal(("tests.environs.dev/v1", "Widget", "w", "u", true), (reference.ApiVersion, reference.Kind, reference.Name, reference.Uid, reference.Controller));
        Assert.True(reference.BlockOwnerDeletion);
    }
}
