using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Run;

/// <summary>Replaces the image's home by a link to the home on the volume, so that programs which ask passwd agree with those that ask HOME.</summary>
internal static class HomeLink
{
    /// <summary>Only for root and for homes of the usual kind; the image's files were copied before. A home that cannot go stays.</summary>
    internal static void Place(string imageHome, string home, Log log)
    {
        imageHome = imageHome.TrimEnd('/');
        var usual = imageHome == "/root" || (imageHome.StartsWith("/home/", StringComparison.Ordinal) && imageHome.LastIndexOf('/') == "/home".Length);
        if (!usual || FileStatus.Of(imageHome) is not { Kind: FileKind.Folder }) return;
        if (MountTable.HasMount(File.ReadLines("/proc/self/mountinfo"), imageHome))
        {
            // Deleting would reach into what is mounted.
            log.HomeKept(imageHome, "something is mounted in it");
            return;
        }

        try
        {
            Replace(imageHome, home);
            log.HomeLinked(imageHome);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.HomeKept(imageHome, e.Message);
        }
    }

    /// <summary>The old folder stays beside the link where it can be renamed, and is deleted where it cannot (a lower layer of an overlay).</summary>
    internal static void Replace(string imageHome, string home)
    {
        // First, so that a failure here costs nothing.
        var link = imageHome + ".environs-link";
        File.Delete(link);
        File.CreateSymbolicLink(link, home);
        if (!Libc.TryRename(imageHome, imageHome + ".image")) Directory.Delete(imageHome, recursive: true);
        Libc.TryRename(link, imageHome);
    }
}
