using Environs.Protocol.Content;

namespace Environs.Supervisor.Tests.Content;

/// <summary>Requests as the operator writes them.</summary>
public static class Requests
{
    public static ContentRequest Of(params RepositoryRequest[] repositories) => new()
    {
        Session = "1",
        Repositories = repositories,
        GitUsername = "Ada Lovelace",
        GitEmail = "ada@example.com",
    };

    public static RepositoryRequest Git(string url, string mode = "", string target = "", string location = "") =>
        new() { RemoteUri = url, TargetMode = mode, CloneTarget = target, CheckoutLocation = location };

    public static RepositoryRequest Page(string url, string location = "") => new() { ContextUrl = url, CheckoutLocation = location };
}
