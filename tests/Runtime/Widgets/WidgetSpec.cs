namespace Environs.Runtime.Tests.Widgets;

public sealed class WidgetSpec
{
    public int Value { get; set; }

    /// <summary>Where another ConfigMap is named, its "text" is copied to the status.</summary>
    public string? Source { get; set; }
}
