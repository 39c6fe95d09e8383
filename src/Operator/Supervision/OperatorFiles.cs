using Environs.Operator.GitServers;
using Environs.Operator.Supervision.Callers;
using k8s.Models;

namespace Environs.Operator.Supervision;

/// <summary>What a pod finds in <c>/environs/operator</c>, and where it comes from. Pure.</summary>
internal static class OperatorFiles
{
    public const string Path = "/environs/operator";

    /// <summary>IP:PORT of the operator.</summary>
    public const string Address = "address";

    /// <summary>The authorities to trust, as PEM.</summary>
    public const string Authorities = "ca.crt";

    /// <summary>The pod's own token, with our audience; kubelet renews it.</summary>
    public const string Token = "token";

    // Kubelet renews it after four fifths of this.
    private const long TokenSeconds = 3600;

    /// <summary>The files as a volume; a pod starts without the ConfigMap, and gets it within kubelet's minute.</summary>
    public static V1Volume Volume(string name, SupervisionOptions options) => new()
    {
        Name = name,
        Projected = new V1ProjectedVolumeSource
        {
            Sources =
            [
                new V1VolumeProjection
                {
                    ConfigMap = new V1ConfigMapProjection
                    {
                        Name = options.ConfigMap,
                        Optional = true,
                        Items = [.. ((string[])[Address, Authorities, GitServerFiles.Configuration, GitServerFiles.Authorities]).Select(file => new V1KeyToPath { Key = file, Path = file })],
                    },
                },
                new V1VolumeProjection
                {
                    ServiceAccountToken = new V1ServiceAccountTokenProjection { Audience = TokenClaims.Audience, ExpirationSeconds = TokenSeconds, Path = Token },
                },
            ],
        },
    };
}
