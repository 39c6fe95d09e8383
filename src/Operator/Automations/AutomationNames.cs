using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Environs.Crds;

namespace Environs.Operator.Automations;

/// <summary>Names and labels of the services, tasks and executions that the operator makes. Pure.</summary>
internal static partial class AutomationNames
{
    public const string FromFileLabel = "environs.dev/from-automations-file";
    public const string TriggerAnnotation = "environs.dev/trigger";

    /// <summary>
    /// Name of what the automations file defines under a reference. References have no dot, so that those of no two environments share a name;
    /// one that is no name as it is gets two dashes, which no other has.
    /// </summary>
    public static string Of(string environment, string reference)
    {
        var slug = NotInName().Replace(reference.ToLowerInvariant(), "-").Trim('-');
        return slug == reference ? $"{environment}.{slug}" : $"{environment}.{(slug.Length > 0 ? slug : "x")}--{Hash(reference)}";
    }

    /// <summary>Name of the execution of a task that a trigger starts in a container: the same each time it is worked out, so that none is made twice.</summary>
    public static string OfExecution(V1alpha1Task task, string trigger, string container) =>
        $"{Cut(task.Metadata.Name, 230)}-{Hash($"{task.Metadata.Uid} {trigger} {container}")}";

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length].TrimEnd('-', '.');

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInName();
}
