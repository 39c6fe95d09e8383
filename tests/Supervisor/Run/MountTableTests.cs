using Environs.Supervisor.Run;

namespace Environs.Supervisor.Tests.Run;

public sealed class MountTableTests
{
    private static readonly string[] Lines =
    [
        "22 1 0:21 / / rw - overlay overlay rw",
        "31 22 0:30 / /home/ada/.ssh rw - tmpfs tmpfs rw",
        "32 22 0:31 / /home/bob rw - tmpfs tmpfs rw",
        "33 22 0:32 / /home/eve\\040x/d rw - tmpfs tmpfs rw",
        "broken",
    ];

    [Theory]
    [InlineData("/home/ada", true)]
    [InlineData("/home/bob", true)]
    [InlineData("/home/eve x", true)]
    [InlineData("/home/a", false)]
    [InlineData("/root", false)]
    public void A_mount_in_a_folder_is_found(string folder, bool expected) => Assert.Equal(expected, MountTable.HasMount(Lines, folder));
}
