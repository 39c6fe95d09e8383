using Environs.EndToEnd.Tests.Installation;
using Environs.Support.Clusters;
using k8s;

namespace Environs.EndToEnd.Tests.Chart;

/// <summary>What `kubectl apply -k config` installs, with this cluster's images.</summary>
internal static class PlainManifests
{
    /// <summary>Path of a file with the operator and its rights; the namespace and the CustomResourceDefinitions are there already, and shared.</summary>
    public static async Task<string> RenderAsync(InstalledOperator @operator)
    {
        var folder = Directory.CreateTempSubdirectory("environs-config-").FullName;
        _ = (await HostProgram.RunAsync("cp", ["-r", Path.Combine(ClusterUnderTest.Checkout, "config"), folder])).Text;
        var images = new[] { ("operator", @operator.Images.Operator), ("supervisor", @operator.Images.Supervisor), ("content", @operator.Images.Content), ("devbox", @operator.Images.Devbox) };
        await File.AppendAllTextAsync(Path.Combine(folder, "config", "kustomization.yaml"), "images:\n" + string.Concat(images.Select(Entry)));
        var documents = (await @operator.Tools.KubectlAsync("kustomize", Path.Combine(folder, "config"))).Text.Split("\n---\n")
            .Where(document => !document.Contains("kind: CustomResourceDefinition\n", StringComparison.Ordinal) && !document.Contains("kind: Namespace\n", StringComparison.Ordinal));
        var file = Path.Combine(folder, "manifests.yaml");
        await File.WriteAllTextAsync(file, string.Join("\n---\n", documents));
        await UseOldPolicyAsync(@operator, file);
        await LeaveOutConditionsAsync(@operator, file);
        return file;
    }

    // Kubernetes before 1.21, which the plain manifests are not made for, serves budgets as v1beta1 only.
    private static async Task UseOldPolicyAsync(InstalledOperator @operator, string file)
    {
        var groups = await @operator.Client.Apis.GetAPIVersionsAsync();
        if (groups.Groups.Any(group => group.Name == "policy" && group.Versions.Any(version => version.Version == "v1"))) return;
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("apiVersion: policy/v1\n", "apiVersion: policy/v1beta1\n", StringComparison.Ordinal));
    }

    // Of webhooks Kubernetes before 1.30 knows none.
    private static async Task LeaveOutConditionsAsync(InstalledOperator @operator, string file)
    {
        var version = await @operator.Client.Version.GetCodeAsync();
        if (int.Parse(version.Minor.TrimEnd('+'), System.Globalization.CultureInfo.InvariantCulture) >= 30) return;
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, System.Text.RegularExpressions.Regex.Replace(text, "^  matchConditions:\n(  [- ] .*\n)+", "", System.Text.RegularExpressions.RegexOptions.Multiline));
    }

    private static string Entry((string Name, string Reference) image)
    {
        var colon = image.Reference.LastIndexOf(':');
        return $"- {{name: environs/{image.Name}, newName: \"{image.Reference[..colon]}\", newTag: \"{image.Reference[(colon + 1)..]}\"}}\n";
    }
}
