using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Environs.Crds.Schema;

/// <summary>The doc comments of an assembly as plain text, read from the XML file that the compiler writes beside it.</summary>
public sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> _members;

    private DocComments(XDocument file) =>
        _members = file.Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal);

    /// <summary>Reads the documentation file of <paramref name="assembly"/>, by default ours; it lies in the program's folder.</summary>
    public static DocComments Load(string assembly = "Environs.Crds") =>
        new(XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml")));

    /// <summary>Summary and remarks of a type or property on one line; null where there is no comment.</summary>
    public string? Of(MemberInfo member) =>
        _members.TryGetValue(Id(member), out var comment) && Text(comment.Element("summary")) is { Length: > 0 } summary
            ? $"{summary} {Text(comment.Element("remarks"))}".TrimEnd()
            : null;

    private static string Id(MemberInfo member) => member is Type type
        ? $"T:{type.FullName?.Replace('+', '.')}"
        : $"P:{member.DeclaringType?.FullName?.Replace('+', '.')}.{member.Name}";

    private static string Text(XElement? element)
    {
        var text = new StringBuilder();
        foreach (var node in element?.Nodes() ?? [])
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { IsEmpty: false } inner => inner.Name == "para" ? $" {Text(inner)} " : Text(inner),
                XElement reference => Reference(reference),
                _ => "",
            });
        }
        return Blanks.Replace(text.ToString(), " ").Trim();
    }

    // <see cref="P:Environs.Crds.GitInitializer.TargetMode"/> is targetMode to those who read the schema.
    private static string Reference(XElement reference)
    {
        var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
        var name = target[(target.LastIndexOf('.') + 1)..];
        return target.StartsWith("P:", StringComparison.Ordinal) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks { get; }
}
