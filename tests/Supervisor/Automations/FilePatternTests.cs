using Environs.Supervisor.Automations;
using Environs.Supervisor.Init;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Automations;

public sealed class FilePatternTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", null)]
    [InlineData(".devcontainer/devcontainer.json", ".devcontainer/devcontainer.json")]
    [InlineData(".devcontainer.json", ".devcontainer.json")]
    [InlineData(".devcontainer/web/devcontainer.json", ".devcontainer/web/devcontainer.json")]
    [InlineData(".devcontainer.json .devcontainer/devcontainer.json .devcontainer/web/devcontainer.json", ".devcontainer/devcontainer.json")]
    [InlineData(".devcontainer.json .devcontainer/a/devcontainer.json .devcontainer/b/devcontainer.json", ".devcontainer.json")]
    [InlineData(".devcontainer/a/b/devcontainer.json devcontainer.json", null)]
    public void The_first_of_the_usual_places_counts(string files, string? expected)
    {
        Write(files);
        var found = DevcontainerFiles.Find(folder.Path, "");
        Assert.Equal(expected, found?.Path);
        if (expected is not null) Assert.Equal($"content of {expected}", found!.Content.ToStringUtf8());
    }

    [Fact]
    public void Of_several_folders_one_must_be_chosen()
    {
        Write(".devcontainer/b/devcontainer.json .devcontainer/a/devcontainer.json");
        var found = DevcontainerFiles.Find(folder.Path, "")!;
        Assert.Equal(("", "there are several, of which one must be chosen: .devcontainer/a/devcontainer.json, .devcontainer/b/devcontainer.json"), (found.Path, found.Problem));
        Assert.Equal("content of .devcontainer/b/devcontainer.json", DevcontainerFiles.Find(folder.Path, ".devcontainer/b/devcontainer.json")!.Content.ToStringUtf8());
    }

    [Fact]
    public void One_that_was_asked_for_and_is_not_there_is_not_passed_over()
    {
        Write(".devcontainer.json");
        var found = DevcontainerFiles.Find(folder.Path, "other.json");
        Assert.Equal(("", ""), (found?.Path, found?.Problem));
    }

    [Fact]
    public void One_that_leads_out_of_the_repository_is_not_read()
    {
        Directory.CreateDirectory(folder["repository"]);
        File.WriteAllText(folder["secret"], "secret");
        File.CreateSymbolicLink(folder["repository/.devcontainer.json"], folder["secret"]);
        var found = DevcontainerFiles.Find(folder["repository"], "")!;
        Assert.Contains("leads out of the workspace", found.Problem);
        Assert.Equal(0, found.Content.Length);
    }

    [Fact]
    public void A_folder_without_such_folders_has_none() => Assert.Empty(FilePattern.Find(folder.Path, ".devcontainer/*/devcontainer.json"));

    private void Write(string files)
    {
        foreach (var file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            File.WriteAllText(folder[file], $"content of {file}");
        }
    }
}
