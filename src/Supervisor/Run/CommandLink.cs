using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Run;

/// <summary>Lets kubectl exec find the command <c>environs</c>, which has the image's PATH: by a link in a folder that is in nearly all of them.</summary>
internal static class CommandLink
{
    /// <summary>Only for root, and where the image has the folder and nothing of that name in it; elsewhere the command is called by its path.</summary>
    internal static void Place(string folder, string program, Log log)
    {
        if (Libc.GetEffectiveUserId() != 0 || Path.GetDirectoryName(program) is not { Length: > 0 } home) return;
        var (link, command) = (Path.Combine(folder, CommandPath.Name), Path.Combine(home, CommandPath.Name));
        try
        {
            if (File.Exists(command) && Directory.Exists(folder) && FileStatus.Of(link) is null) File.CreateSymbolicLink(link, command);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Skipped(link, e.Message);
        }
    }
}
