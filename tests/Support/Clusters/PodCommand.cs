using k8s;

namespace Environs.Support.Clusters;

/// <summary>Runs a program in a container, as `kubectl exec` does but without starting a program of its own each time.</summary>
public static class PodCommand
{
    public static async Task<ProgramResult> RunAsync(Kubernetes client, string @namespace, string pod, string container, params string[] command)
    {
        var (output, errors) = ("", "");
        var exitCode = await client.NamespacedPodExecAsync(
            pod, @namespace, container, command, false,
            async (_, standardOutput, standardError) =>
            {
                using var outputReader = new StreamReader(standardOutput);
                using var errorReader = new StreamReader(standardError);
                var reading = outputReader.ReadToEndAsync(CancellationToken.None);
                errors = await errorReader.ReadToEndAsync(CancellationToken.None);
                output = await reading;
            },
            CancellationToken.None);
        return new(exitCode, output, errors, $"exec in {@namespace}/{pod} ({container}): {string.Join(' ', command)}");
    }
}
