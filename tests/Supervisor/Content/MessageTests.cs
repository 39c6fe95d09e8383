using System.Text.Json;
using Environs.Protocol;

namespace Environs.Supervisor.Tests.Content;

public sealed class MessageTests
{
    [Fact]
    public void A_message_without_the_newer_members_has_their_defaults()
    {
        var request = JsonSerializer.Deserialize("""{"repositories":[{"remoteUri":"https://h/r"}]}""", ProtocolJson.Default.ContentRequest)!;
        var report = JsonSerializer.Deserialize("{}", ProtocolJson.Default.ContentReport)!;

        Assert.Equal(("", "", -1, -1), (request.Session, request.GitUsername, request.OwnerUid, request.OwnerGid));
        Assert.Equal(("", ""), (request.Repositories[0].ContextUrl, request.Repositories[0].TargetMode));
        Assert.Empty(report.Repositories);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public void A_message_with_null_where_none_may_be_is_no_message() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"repositories":null}""", ProtocolJson.Default.ContentReport));
}
