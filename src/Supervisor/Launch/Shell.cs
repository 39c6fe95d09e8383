namespace Environs.Supervisor.Launch;

/// <summary>The image's shell, which runs what users write.</summary>
internal static class Shell
{
    private static readonly string[] Known = ["/bin/bash", "/usr/bin/bash", "/bin/sh"];

    /// <summary>bash where the image has it, as most scripts are written for it.</summary>
    internal static string Find(string root = "/") =>
        Known.FirstOrDefault(shell => File.Exists(Path.Join(root, shell)))
        ?? throw new LaunchException("the image has no shell to run commands with: neither /bin/bash, /usr/bin/bash nor /bin/sh");
}
