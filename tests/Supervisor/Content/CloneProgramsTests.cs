using Environs.Supervisor.Content;

namespace Environs.Supervisor.Tests.Content;

public sealed class CloneProgramsTests
{
    [Theory]
    [InlineData("filter.lfs.clean")]
    [InlineData("filter.a.b.process")]
    [InlineData("include.path")]
    [InlineData("includeif.gitdir:/.path")]
    [InlineData("core.worktree")]
    [InlineData("extensions.partialclone")]
    [InlineData("remote.origin.promisor")]
    public void What_could_run_a_program_is_found(string name) => Assert.True(ClonePrograms.IsOne(name));

    [Theory]
    [InlineData("core.filemode")]
    [InlineData("core.sharedrepository")]
    [InlineData("user.name")]
    [InlineData("remote.origin.url")]
    [InlineData("branch.filter.merge")]
    [InlineData("pull.rebase")]
    public void Everyday_settings_are_not(string name) => Assert.False(ClonePrograms.IsOne(name));
}
