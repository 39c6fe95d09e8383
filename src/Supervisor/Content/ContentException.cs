namespace Environs.Supervisor.Content;

/// <summary>The content cannot be initialised; the message says why in words for the user, without credentials.</summary>
/// <param name="message">What is wrong and what would be right.</param>
/// <param name="refused">True when trying again cannot help until the request, or something at the remote, changes.</param>
internal sealed class ContentException(string message, bool refused) : Exception(message)
{
    internal bool Refused { get; } = refused;

    internal static ContentException Invalid(string field, string value, string right) =>
        new($"{field} {Quoted(value)} {right}", refused: true);

    // A value may be anything of any length, and may hold a password.
    private static string Quoted(string value)
    {
        var shown = new string([.. GitAddress.Redact(value).Take(200).Select(c => char.IsControl(c) ? '?' : c)]);
        return $"\"{shown}\"";
    }
}
