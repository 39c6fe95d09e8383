using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using k8s.Models;

namespace Environs.Crds.Schema;

/// <summary>What the attributes of a member add to its schema.</summary>
/// <param name="problem">Called with what an attribute says that its member cannot have.</param>
internal sealed class MemberAttributes(Action<string> problem)
{
    /// <summary>Adds the attributes of <paramref name="member"/> to <paramref name="schema"/> and, where it is a list or map, to its items.</summary>
    public void AddTo(V1JSONSchemaProps schema, MemberInfo member)
    {
        var items = schema.Items as V1JSONSchemaProps ?? schema.AdditionalProperties as V1JSONSchemaProps;
        foreach (var attribute in member.GetCustomAttributes(inherit: true))
        {
            switch (attribute)
            {
                case LengthAttribute length: Bound(schema, length.Minimum, length.Maximum); break;
                case MaxLengthAttribute length: Bound(schema, null, length.Maximum); break;
                case RangeAttribute range: (schema.Minimum, schema.Maximum) = (Number(range.Minimum), Number(range.Maximum)); break;
                case RegularExpressionAttribute pattern: schema.Pattern = pattern.Pattern; break;
                case AllowedValuesAttribute allowed: schema.EnumProperty = [.. allowed.Values.OfType<object>()]; break;
                case DefaultValueAttribute value: schema.DefaultProperty = Default(value.Value); break;
                case ListMapAttribute map: (schema.XKubernetesListType, schema.XKubernetesListMapKeys) = ("map", [.. map.Keys]); break;
                case ListSetAttribute: schema.XKubernetesListType = "set"; break;
                case ListAtomicAttribute: schema.XKubernetesListType = "atomic"; break;
                case RuleAttribute rule: Add(schema, rule); break;
                case ItemLengthAttribute length when items is not null: Bound(items, length.Minimum, length.Maximum); break;
                case ItemPatternAttribute pattern when items is not null: items.Pattern = pattern.Pattern; break;
                case ItemAllowedValuesAttribute allowed when items is not null: items.EnumProperty = [.. allowed.Values]; break;
                case ItemLengthAttribute or ItemPatternAttribute or ItemAllowedValuesAttribute:
                    problem($"{attribute.GetType().Name} is for lists and maps");
                    break;
                case RequiredAttribute: break;
                // Left out of the schema in silence it would promise a check that nobody makes.
                case ValidationAttribute: problem($"{attribute.GetType().Name} has no equal in a CRD's schema"); break;
            }
        }
    }

    /// <summary>Adds a CEL rule.</summary>
    public static void Add(V1JSONSchemaProps schema, RuleAttribute rule) =>
        (schema.XKubernetesValidations ??= []).Add(new() { Rule = rule.Rule, Message = rule.Message });

    private void Bound(V1JSONSchemaProps schema, long? minimum, long maximum)
    {
        switch (schema.Type)
        {
            case "string": (schema.MinLength, schema.MaxLength) = (minimum, maximum); break;
            case "array": (schema.MinItems, schema.MaxItems) = (minimum, maximum); break;
            case "object" when schema.AdditionalProperties is not null: (schema.MinProperties, schema.MaxProperties) = (minimum, maximum); break;
            default: problem("a length is for strings, lists and maps"); break;
        }
    }

    private static double Number(object value) => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    private static object? Default(object? value) => value is "{}" ? JsonElement.Parse("{}") : value;
}
