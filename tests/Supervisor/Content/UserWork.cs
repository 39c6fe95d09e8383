using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>What a user may do in a clone, by its name.</summary>
internal static class UserWork
{
    public static async Task DoAsync(string clone, string work)
    {
        var file = Path.Combine(clone, "README.md");
        switch (work)
        {
            case "ignored files":
                Directory.CreateDirectory(Path.Combine(clone, "build"));
                await File.WriteAllTextAsync(Path.Combine(clone, "build/out"), "out");
                break;
            case "a branch at a remote commit":
                await Command.GitAsync(clone, "checkout", "--quiet", "-b", "mine", "origin/feature/one");
                break;
            case "a changed file":
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "an untracked file":
                await File.WriteAllTextAsync(file + ".new", "mine");
                await Command.GitAsync(clone, "config", "status.showUntrackedFiles", "no");
                break;
            case "a staged file":
                await File.WriteAllTextAsync(file, "mine");
                await Command.GitAsync(clone, "add", ".");
                break;
            case "a commit":
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                break;
            case "a commit on another branch":
                await Command.GitAsync(clone, "checkout", "--quiet", "-b", "mine");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                await Command.GitAsync(clone, "checkout", "--quiet", "main");
                break;
            case "a commit on a detached HEAD":
                await Command.GitAsync(clone, "checkout", "--quiet", "--detach");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                break;
            case "a tag at a remote commit":
                await Command.GitAsync(clone, "tag", "mine", "origin/feature/one");
                break;
            case "a fetch and a pull":
                await Command.GitAsync(clone, "fetch", "--quiet", "--tags");
                await Command.GitAsync(clone, "pull", "--quiet", "--ff-only");
                break;
            case "a sparse checkout":
                await Command.GitAsync(clone, "sparse-checkout", "set", "--no-cone", "/nothing");
                break;
            case "a link to its own folder":
                Directory.CreateDirectory(Path.Combine(clone, "build"));
                File.CreateSymbolicLink(Path.Combine(clone, "build/loop"), clone);
                break;
            case "a commit that only a tag reaches":
                await Command.GitAsync(clone, "checkout", "--quiet", "--detach");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                await Command.GitAsync(clone, "tag", "mine");
                await Command.GitAsync(clone, "checkout", "--quiet", "main");
                await Command.GitAsync(clone, "reflog", "expire", "--expire=all", "--all");
                break;
            case "a commit that only the reflog reaches":
                await Command.GitAsync(clone, "checkout", "--quiet", "--detach");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                await Command.GitAsync(clone, "checkout", "--quiet", "main");
                break;
            case "a change to a file marked skip-worktree":
                await Command.GitAsync(clone, "update-index", "--skip-worktree", "README.md");
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "a change to a file marked assume-unchanged":
                await Command.GitAsync(clone, "update-index", "--assume-unchanged", "README.md");
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "another work tree":
                await Command.GitAsync(clone, "config", "core.worktree", Path.Combine(clone, "../elsewhere"));
                Directory.CreateDirectory(Path.Combine(clone, "../elsewhere"));
                foreach (var name in (string[])["README.md", ".gitignore"]) File.Copy(Path.Combine(clone, name), Path.Combine(clone, "../elsewhere", name));
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "a common folder elsewhere":
                await File.WriteAllTextAsync(Path.Combine(clone, ".git/commondir"), "../../common\n");
                foreach (var part in (string[])["objects", "refs", "config", "packed-refs"])
                {
                    Directory.CreateDirectory(Path.Combine(clone, "../common"));
                    Directory.Move(Path.Combine(clone, ".git", part), Path.Combine(clone, "../common", part));
                }

                break;
            case "a repository in an ignored folder":
                await Command.GitAsync(clone, "init", "--quiet", Path.Combine(clone, "build/deep/own"));
                break;
            case "a bare repository in an ignored folder":
                await Command.GitAsync(clone, "init", "--quiet", "--bare", Path.Combine(clone, "build/own"));
                break;
            case "a stash":
                await File.WriteAllTextAsync(file, "mine");
                await Command.GitAsync(clone, "stash", "--quiet");
                break;
            case "a worktree":
                await Command.GitAsync(clone, "worktree", "add", "--quiet", Path.Combine(clone, "build/tree"), "origin/feature/one");
                break;
            case "no repository":
                Directory.Delete(Path.Combine(clone, ".git"), recursive: true);
                break;
        }
    }

    /// <summary>Everything in a folder but the index, which git writes whenever it looks.</summary>
    public static string Fingerprint(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "index")
        .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}").Order());
}
