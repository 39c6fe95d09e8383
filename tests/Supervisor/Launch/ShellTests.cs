using Environs.Supervisor.Launch;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Launch;

public sealed class ShellTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("/bin/bash", "/bin/bash", "/usr/bin/bash", "/bin/sh")]
    [InlineData("/usr/bin/bash", "/usr/bin/bash", "/bin/sh")]
    [InlineData("/bin/sh", "/bin/sh")]
    public void Bash_comes_first(string expected, params string[] present)
    {
        foreach (var file in present)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(root[file[1..]])!);
            File.WriteAllText(root[file[1..]], "");
        }

        Assert.Equal(expected, Shell.Find(root.Path));
    }

    [Fact]
    public void An_image_without_a_shell_is_told_of() =>
        Assert.Equal(
            "the image has no shell to run commands with: neither /bin/bash, /usr/bin/bash nor /bin/sh",
            Assert.Throws<LaunchException>(() => Shell.Find(root.Path)).Message);
}
