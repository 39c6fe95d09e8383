using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using k8s.Models;

namespace Environs.Crds.Tests.Schema;

/// <summary>A type that a schema can say all of.</summary>
[Rule("self.text != 'x'", "text must not be x")]
public sealed record Sound
{
    /// <summary>A <c>text</c> of
    /// two lines, like <see cref="Renamed"/>.</summary>
    /// <remarks>And <c>more</c> on <see langword="null"/>.</remarks>
    [Required, Length(1, 8), RegularExpression("^a.*$"), Rule("self != 'ab'", "text must not be ab")]
    public string? Text { get; set; }

    /// <summary>Named otherwise.</summary>
    [JsonPropertyName("other-name"), AllowedValues("A", "B"), DefaultValue("A")]
    public string? Renamed { get; set; }

    /// <summary>A number.</summary>
    [Range(1024, 65535), DefaultValue(2048)]
    public int? Number { get; set; }

    /// <summary>A size.</summary>
    public long Size { get; set; }

    /// <summary>Yes or no.</summary>
    public bool? Flag { get; set; }

    /// <summary>A time.</summary>
    public DateTime? Time { get; set; }

    /// <summary>Either.</summary>
    public IntOrString? Either { get; set; }

    /// <summary>A quantity.</summary>
    public ResourceQuantity? Quantity { get; set; }

    /// <summary>A set.</summary>
    [ListSet, Length(1, 4), ItemLength(1, 5), ItemPattern("^b$"), ItemAllowedValues("b")]
    public IList<string>? Set { get; set; }

    /// <summary>A list of named things.</summary>
    [ListMap("name"), MaxLength(4)]
    public IList<Named>? Map { get; set; }

    /// <summary>A dictionary.</summary>
    [MaxLength(4), ItemLength(0, 5)]
    public IDictionary<string, string>? Dictionary { get; set; }

    /// <summary>An object with defaults.</summary>
    [DefaultValue("{}")]
    public HasDefault? Defaults { get; set; }

    /// <summary>Conditions.</summary>
    [ListMap("type"), MaxLength(4)]
    public IList<V1Condition>? Conditions { get; set; }

    [JsonIgnore]
    public object? Ignored { get; set; }
}

/// <summary>A thing with a name.</summary>
public sealed record Named
{
    /// <summary>Its name.</summary>
    [Required, MaxLength(4)]
    public string? Name { get; set; }
}

/// <summary>A member has a default.</summary>
public sealed record HasDefault
{
    /// <summary>A number.</summary>
    [DefaultValue(1)]
    public int? Number { get; set; }
}

/// <summary>Each member is a pitfall.</summary>
public sealed record Pitfalls
{
    /// <summary>Text.</summary>
    public string? UnboundedText { get; set; }

    /// <summary>List.</summary>
    [ListAtomic, ItemLength(0, 1)]
    public IList<string>? UnboundedList { get; set; }

    /// <summary>List.</summary>
    [MaxLength(1), ItemLength(0, 1)]
    public IList<string>? UntypedList { get; set; }

    /// <summary>List.</summary>
    [ListAtomic, MaxLength(1)]
    public IList<string>? UnboundedItems { get; set; }

    /// <summary>Map.</summary>
    [ItemLength(0, 1)]
    public IDictionary<string, string>? UnboundedMap { get; set; }

    [MaxLength(1)]
    public string? Undocumented { get; set; }

    /// <summary>Recursive.</summary>
    public Recursive? Recursive { get; set; }

    /// <summary>An enum.</summary>
    public DayOfWeek? Enum { get; set; }

    /// <summary>Anything.</summary>
    public object? Anything { get; set; }

    /// <summary>Required.</summary>
    [MaxLength(1)]
    public required string CSharpRequired { get; set; }

    /// <summary>Key that can be missing.</summary>
    [ListMap("text"), MaxLength(1)]
    public IList<OptionalKey>? OptionalKey { get; set; }

    /// <summary>Key that is not there.</summary>
    [ListMap("nothing"), MaxLength(1)]
    public IList<OptionalKey>? UnknownKey { get; set; }

    /// <summary>Set of objects.</summary>
    [ListSet, MaxLength(1)]
    public IList<OptionalKey>? SetOfObjects { get; set; }

    /// <summary>Nested default.</summary>
    public HasDefault? NestedDefault { get; set; }

    /// <summary>A transition rule that does not run.</summary>
    [MaxLength(1), Rule("self == oldSelf", "m")]
    public string? OptionalTransition { get; set; }

    /// <summary>A transition rule that runs, since the member is always there.</summary>
    [Required, MaxLength(1), Rule("self == oldSelf", "m")]
    public string? RequiredTransition { get; set; }

    /// <summary>Pattern.</summary>
    [MaxLength(1), RegularExpression("a")]
    public string? UnanchoredPattern { get; set; }

    /// <summary>Pattern.</summary>
    [MaxLength(1), RegularExpression("^(?!b)a$")]
    public string? LookAhead { get; set; }

    /// <summary>Address.</summary>
    [MaxLength(1), EmailAddress]
    public string? OtherValidation { get; set; }

    /// <summary>Number.</summary>
    [MaxLength(1)]
    public int? LengthOfNumber { get; set; }

    /// <summary>Text.</summary>
    [MaxLength(1), ItemLength(0, 1)]
    public string? ItemsOfText { get; set; }
}

/// <summary>Contains itself.</summary>
public sealed record Recursive
{
    /// <summary>Itself, by a list.</summary>
    [ListAtomic, MaxLength(1)]
    public IList<Recursive>? Children { get; set; }
}

/// <summary>Its key is optional.</summary>
public sealed record OptionalKey
{
    /// <summary>Text.</summary>
    [MaxLength(1)]
    public string? Text { get; set; }
}

/// <summary>A status.</summary>
public sealed record OddStatus
{
    /// <summary>A phase.</summary>
    [AllowedValues("A")]
    public string? Phase { get; set; }

    /// <summary>A message.</summary>
    [MaxLength(8)]
    [Rule("self != 'x'", "must not be x")]
    public string? Message { get; set; }

    /// <summary>The standard conditions, whose enum is no problem.</summary>
    [ListMap("type"), MaxLength(4)]
    public IList<V1Condition>? Conditions { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Sound))]
[JsonSerializable(typeof(Pitfalls))]
[JsonSerializable(typeof(OddStatus))]
internal sealed partial class PitfallJson : JsonSerializerContext;

[JsonSerializable(typeof(Named))]
internal sealed partial class WritesNulls : JsonSerializerContext;
