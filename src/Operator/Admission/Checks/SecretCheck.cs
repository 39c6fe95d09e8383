using k8s;
using k8s.Models;

namespace Environs.Operator.Admission.Checks;

/// <summary>Whoever newly names a Secret needs the right to get it: else its value could be read by whoever may create an environment.</summary>
/// <param name="access">Asks for the right.</param>
/// <param name="added">What a change newly names, by the paths of the fields.</param>
internal sealed class SecretCheck<T>(AccessReviews access, Func<T?, T, IReadOnlyList<(string Field, string Secret)>> added) : IAdmissionCheck<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public async Task<IReadOnlyList<Objection>> ObjectionsAsync(ProposedChange<T> change, CancellationToken cancellation)
    {
        // Side by side: somebody waits, and there may be a hundred.
        var secrets = await Task.WhenAll(added(change.Old, change.New).GroupBy(one => one.Secret, StringComparer.Ordinal)
            .Select(async same => (Fields: same.Select(one => one.Field), Name: same.Key, May: await access.MayAsync(change.By, Right(change.Namespace, same.Key), cancellation))));
        return [.. secrets.Where(secret => !secret.May).SelectMany(secret => secret.Fields.Select(field => Objection.Forbidden(
            field, $"must name a Secret that you may read: to get the Secret \"{secret.Name}\" of this namespace is not allowed to you")))];
    }

    private static V1ResourceAttributes Right(string ns, string secret) => new() { Verb = "get", Group = "", Version = "v1", Resource = "secrets", NamespaceProperty = ns, Name = secret };
}
