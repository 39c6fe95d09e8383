using Environs.Supervisor.Automations;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Automations;

/// <summary>The automations file as it lies in a real folder.</summary>
public sealed class AutomationsWatchTests : IDisposable
{
    private const string First = ".ona/automations.yaml";
    private const string Second = ".gitpod/automations.yaml";
    private readonly TemporaryFolder root = new();
    private readonly AutomationsWatch watch = new();

    public AutomationsWatchTests()
    {
        Directory.CreateDirectory(root["workspace/.ona"]);
        Directory.CreateDirectory(root["workspace/.gitpod"]);
        File.WriteAllText(root["secret"], "secret");
    }

    public void Dispose() => root.Dispose();

    [Fact]
    public void Nobody_knows_before_it_was_said_where_it_may_lie()
    {
        Assert.False(watch.Look());
        Assert.Null(watch.Seen);
    }

    [Fact]
    public void The_first_that_exists_is_it()
    {
        Watch();
        AssertSeen("", "");
        Write(Second, "two");
        AssertChanged(Second, "two");
        Write(First, "one");
        AssertChanged(First, "one");
        File.Delete(root["workspace/" + First]);
        AssertChanged(Second, "two");
        Directory.Delete(root["workspace/.gitpod"], recursive: true);
        AssertChanged("", "");
    }

    [Fact]
    public void Other_places_are_looked_at_at_once()
    {
        Write(Second, "two");
        Write("mine.yaml", "mine");
        Watch();
        watch.Watch(root["workspace"], ["mine.yaml"]);
        AssertSeen("mine.yaml", "mine");
        watch.Watch(root["workspace"], []);
        AssertSeen("", "");
        watch.Watch(root["elsewhere"], [First]);
        AssertSeen("", "");
    }

    [Fact]
    public void Only_other_content_is_a_change()
    {
        Write(First, "one");
        Watch();
        Assert.False(watch.Look());
        File.SetLastWriteTimeUtc(root["workspace/" + First], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.False(watch.Look());
        // As an editor that puts a new file in the old one's place, with the old one's time.
        File.WriteAllText(root["new"], "two");
        File.SetLastWriteTimeUtc(root["new"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(root["new"], root["workspace/" + First], overwrite: true);
        AssertChanged(First, "two");
    }

    [Fact]
    public void It_may_be_as_large_as_256_KiB()
    {
        Write(First, new string('a', 256 * 1024));
        Watch();
        AssertSeen(First, new string('a', 256 * 1024));
        Write(First, new string('a', 256 * 1024 + 1));
        AssertProblem(".ona/automations.yaml is 262145 bytes; it may be at most 262144");
        Write(First, "less");
        AssertChanged(First, "less");
    }

    [Fact]
    public void A_folder_is_no_file()
    {
        Watch();
        Directory.CreateDirectory(root["workspace/" + First]);
        AssertProblem(".ona/automations.yaml is not a file");
        Assert.False(watch.Look());
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        await Command.RunAsync("mkfifo", [root["workspace/" + First]]);
        Watch();
        Assert.Equal(".ona/automations.yaml is not a file", watch.Seen!.Problem);
    }

    [Fact]
    public void A_link_may_lead_anywhere_in_the_workspace_and_not_out_of_it()
    {
        Write("mine.yaml", "mine");
        File.CreateSymbolicLink(root["workspace/" + First], "../mine.yaml");
        // Neither does it matter that the workspace itself is a link.
        File.CreateSymbolicLink(root["link"], "workspace");
        watch.Watch(root["link"], [First]);
        AssertSeen(First, "mine");

        File.Delete(root["workspace/" + First]);
        File.CreateSymbolicLink(root["workspace/" + First], "../../secret");
        AssertProblem($".ona/automations.yaml leads out of the workspace, to {root["secret"]}");

        Directory.Delete(root["workspace/.ona"], recursive: true);
        Directory.CreateDirectory(root["workspace-2"]);
        File.WriteAllText(root["workspace-2/automations.yaml"], "secret");
        File.CreateSymbolicLink(root["workspace/.ona"], "../workspace-2");
        AssertProblem($".ona/automations.yaml leads out of the workspace, to {root["workspace-2/automations.yaml"]}");
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    public void A_path_may_not_lead_out_of_the_workspace_either(string path)
    {
        watch.Watch(root["workspace"], [path]);
        Assert.StartsWith($"{path} leads out of the workspace", watch.Seen!.Problem, StringComparison.Ordinal);
        Assert.Equal(0, watch.Seen.Content.Length);
    }

    [Fact]
    public void Links_in_a_circle_are_told()
    {
        File.CreateSymbolicLink(root["workspace/" + First], "automations.yaml");
        Watch();
        Assert.Equal(".ona/automations.yaml cannot be read: Too many levels of symbolic links", watch.Seen!.Problem);
    }

    [Fact]
    public void A_link_to_nothing_is_nothing()
    {
        File.CreateSymbolicLink(root["workspace/" + First], "nothing");
        Write(Second, "two");
        Watch();
        AssertSeen(Second, "two");
    }

    private void Watch() => watch.Watch(root["workspace"], [First, Second]);

    private void Write(string path, string content) => File.WriteAllText(root["workspace/" + path], content);

    private void AssertChanged(string path, string content)
    {
        Assert.True(watch.Look());
        AssertSeen(path, content);
    }

    private void AssertSeen(string path, string content)
    {
        Assert.Equal("", watch.Seen!.Problem);
        Assert.Equal(path, watch.Seen.Path);
        Assert.Equal(content, watch.Seen.Content.ToStringUtf8());
    }

    private void AssertProblem(string problem)
    {
        Assert.True(watch.Look());
        Assert.Equal(problem, watch.Seen!.Problem);
        Assert.Equal(0, watch.Seen.Content.Length);
    }
}
