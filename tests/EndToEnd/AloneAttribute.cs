using Xunit.v3;

namespace Environs.EndToEnd.Tests;

/// <summary>Marks tests that stop, restart, upgrade or remove the operator, or count what the whole of it does.</summary>
/// <remarks>They mostly wait, so hack/test runs them by this trait, and the other suites beside them.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AloneAttribute : Attribute, ICollectionAttribute, ITraitAttribute
{
    public string Name => nameof(Alone);

    public Type? Type => null;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Category", nameof(Alone))];
}
