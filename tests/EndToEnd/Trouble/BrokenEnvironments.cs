using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Trouble;

/// <summary>Environments that cannot run, each for a reason of its own that stays.</summary>
internal static class BrokenEnvironments
{
    /// <summary>Applies one of each, and waits until each says what is wrong.</summary>
    public static async Task<IReadOnlyList<TestEnvironment>> ApplyAsync(Playground here)
    {
        var tiny = await here.TinyAsync();
        var nowhere = await here.ClassAsync(new() { Image = here.Images.Busybox, NodeSelector = new Dictionary<string, string> { ["environs.dev/no-such"] = "node" } }, "nowhere");
        var unbound = await here.ClassAsync(new() { Image = here.Images.Busybox, Storage = new() { Size = new("1Gi"), StorageClassName = "no-such-class" } }, "unbound");
        // Half a device is what only the API server knows to be none.
        var half = new Dictionary<string, ResourceQuantity> { ["example.com/device"] = new("500m") };
        var refused = await here.ClassAsync(new() { Image = here.Images.Busybox, Resources = new() { Requests = half, Limits = half } }, "refused");
        (string Name, string Reason, EnvironmentSpec Spec)[] broken =
        [
            ("image", "ImagePullFailed", new() { Machine = new() { Class = tiny }, Devcontainer = new() { DefaultDevcontainerImage = "environs.local/no/such:image" } }),
            ("node", "Unschedulable", new() { Machine = new() { Class = nowhere } }),
            ("volume", "VolumeNotBound", new() { Machine = new() { Class = unbound } }),
            ("pod", "InvalidResource", new() { Machine = new() { Class = refused } }),
            ("class", "ClassNotFound", new() { Machine = new() { Class = $"{here.Namespace}-none" } }),
            ("content", "ContentFailed", new() { Machine = new() { Class = tiny }, Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = "http://127.0.0.1:9/nobody.git" } }] } } }),
        ];
        var environments = new List<TestEnvironment>();
        foreach (var (name, _, spec) in broken) environments.Add(await here.ApplyAsync(spec, name));
        foreach (var (environment, (_, reason, _)) in environments.Zip(broken)) await environment.UntilReasonAsync(reason);
        return environments;
    }
}
