using k8s.Models;

namespace Environs.Runtime.Tests.Widgets;

public sealed class WidgetStatus
{
    public long? ObservedGeneration { get; set; }

    public IList<V1Condition> Conditions { get; set; } = [];

    public string? StatusVersion { get; set; }

    public int? Value { get; set; }

    public string? Text { get; set; }
}
