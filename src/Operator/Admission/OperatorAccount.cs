using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Admission;

/// <summary>The operator's own service account, for which nobody is recorded: it makes what its users' objects ask for.</summary>
internal sealed class OperatorAccount(RuntimeOptions runtime, IOptions<OperatorOptions> options)
{
    private readonly string? name = options.Value.ServiceAccount is { Length: > 0 } account ? $"system:serviceaccount:{runtime.Namespace}:{account}" : null;

    public bool Is(V1UserInfo? user) => name is not null && user?.Username == name;
}
