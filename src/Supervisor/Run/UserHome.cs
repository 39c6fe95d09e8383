using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Run;

/// <summary>Makes the home on the volume the user's home.</summary>
internal static class UserHome
{
    /// <summary>Never throws: an environment without the image's dotfiles is better than none, and the log says what is missing.</summary>
    internal static void Prepare(RunSettings settings, int user, Log log)
    {
        try
        {
            if (!Directory.Exists(settings.Home))
            {
                // A pod beside the environment's has no home but its image's.
                if (user == 0) SafeDirectory.Allow(settings, user);
                return;
            }

            var imageHome = UserEntry.Find(settings.UserDatabase, user)?.Home ?? "";
            var whole = Seed(settings.Home, imageHome, log);
            SafeDirectory.Allow(settings, user);
            if (whole && user == 0) HomeLink.Place(imageHome, settings.Home, log);
            log.Ready("home");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            log.Warning($"the home could not be prepared: {e.Message}");
        }
    }

    /// <summary>Copies the image's home once; true when the volume has all of it.</summary>
    private static bool Seed(string home, string imageHome, Log log)
    {
        var marker = Path.Combine(home, ".environs-home");
        if (File.Exists(marker)) return true;
        if (IsHome(imageHome) && FileStatus.Of(imageHome) is { Kind: FileKind.Folder })
        {
            var copy = new TreeCopy(log);
            copy.Run(imageHome, home);
            log.HomeSeeded(imageHome, copy.Files);
            if (copy.Skipped > 0) log.Warning($"{copy.Skipped} files of {imageHome} could not be copied");
        }

        File.WriteAllText(marker, "The image's home was copied here once; without this file it is copied again, over nothing that is here.\n");
        return true;
    }

    /// <summary>False for what an image may give as a home that is none: <c>/</c>, a system folder, a mount of ours.</summary>
    internal static bool IsHome(string path)
    {
        if (!path.StartsWith('/') || path.Contains("/../", StringComparison.Ordinal)) return false;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["root"] || (parts.Length >= 2 && parts[0] is "home" or "opt" or "var" or "srv");
    }
}
