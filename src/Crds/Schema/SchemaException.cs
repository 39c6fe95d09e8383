namespace Environs.Crds.Schema;

/// <summary>The types cannot become a CRD that every supported API server takes; the message lists all that is wrong, a line each.</summary>
/// <param name="problems">Each names the member by its path and says what would be right.</param>
public sealed class SchemaException(IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>What is wrong, in the order of the members.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
