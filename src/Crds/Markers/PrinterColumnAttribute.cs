namespace Environs.Crds;

/// <summary>A column of <c>kubectl get</c>, in the order of the attributes.</summary>
/// <param name="name">Heading.</param>
/// <param name="jsonPath">Where the value is, such as <c>.status.phase</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string jsonPath) : Attribute
{
    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>Where the value is.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>OpenAPI type: <c>string</c> (default), <c>integer</c>, <c>number</c>, <c>boolean</c> or <c>date</c>.</summary>
    public string Type { get; set; } = "string";

    /// <summary>0 (default) is always shown, more only with <c>-o wide</c>.</summary>
    public int Priority { get; set; }
}
