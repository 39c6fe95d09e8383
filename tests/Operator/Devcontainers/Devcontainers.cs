using System.Text;
using Environs.Operator.Devcontainers;

namespace Environs.Operator.Tests.Devcontainers;

/// <summary>Reads devcontainer.json files for tests.</summary>
internal static class Devcontainers
{
    internal static readonly DevcontainerPlace Place = new("/workspaces/app", "a1b2c3");

    internal static Devcontainer Read(string json) => DevcontainerReader.Read(Encoding.UTF8.GetBytes(json), Place);

    /// <summary>A file that is as it must be.</summary>
    internal static Devcontainer Good(string json)
    {
        var devcontainer = Read(json);
        Assert.Equal([], devcontainer.Errors);
        return devcontainer;
    }
}
