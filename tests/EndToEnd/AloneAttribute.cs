using Xunit.v3;

namespace Environs.EndToEnd.Tests;

/// <summary>Marks tests that stop, restart, upgrade or remove the operator, or count what the whole of it does: they run one at a time, after the others.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AloneAttribute : Attribute, ICollectionAttribute
{
    public string Name => nameof(Alone);

    public Type? Type => null;
}
