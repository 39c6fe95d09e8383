namespace Environs.Supervisor.Launch;

/// <summary>Lets commands find the command <c>environs</c> by its name.</summary>
internal static class CommandPath
{
    /// <summary>Name of the supervisor's file under which it is the command.</summary>
    internal const string Name = "environs";

    /// <summary>A PATH with the supervisor's folder at its end, after all that the image has; unchanged where the command is not there.</summary>
    internal static string With(string path, string program) =>
        Path.GetDirectoryName(program) is { Length: > 0 } folder && File.Exists(Path.Combine(folder, Name)) && !path.Split(':').Contains(folder)
            ? $"{path.TrimEnd(':')}:{folder}"
            : path;
}
