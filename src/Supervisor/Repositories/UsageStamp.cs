using System.ComponentModel;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Repositories;

/// <summary>Differs once git was used in a repository: a commit, a checkout, an add, a fetch, a push.</summary>
internal sealed record UsageStamp(FileStamp? Head, FileStamp? Index, FileStamp? Log, FileStamp? Fetched, FileStamp? Packed, FileStamp? Pushed)
{
    internal static UsageStamp Of(string folder)
    {
        var repository = Path.Combine(folder, ".git");
        return new(
            Stamp(repository, "HEAD"), Stamp(repository, "index"), Stamp(repository, "logs/HEAD"), Stamp(repository, "FETCH_HEAD"),
            Stamp(repository, "packed-refs"), Stamp(repository, "refs/remotes/origin"));
    }

    private static FileStamp? Stamp(string repository, string path)
    {
        try
        {
            return FileStamp.Of(Path.Combine(repository, path));
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
