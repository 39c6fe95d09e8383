using Environs.Protocol.Ssh;
using Environs.Supervisor.Ssh;

namespace Environs.Supervisor.Tests.Ssh;

/// <summary>What of a key gets to the server, and what of a session to the shell.</summary>
public sealed class PublicKeyTextTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

    [Theory]
    [InlineData(Key, Key)]
    [InlineData($"{Key} ada, at her desk", Key)]
    [InlineData($"{Key}\n{Key}", null)]
    [InlineData($"{Key}\r", null)]
    [InlineData("ssh-ed25519 A*A", null)]
    [InlineData("ssh-ed25519", null)]
    [InlineData("ssh-ed25519 ", null)]
    [InlineData(" AAAA", null)]
    [InlineData("", null)]
    public void A_line_is_type_and_base64(string value, string? line)
    {
        Assert.Equal(line, PublicKeyText.Line(value));
        Assert.Equal(line is null, PublicKeyText.Fingerprint(value) is null);
    }

    // As ssh-keygen -l writes it.
    [Fact]
    public void A_fingerprint_is_that_of_ssh_keygen() => Assert.Equal("SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA", PublicKeyText.Fingerprint($"{Key} ada"));

    [Theory]
    [InlineData(new string[0], "/bin/zsh")]
    [InlineData(new[] { "-c", "ls; true" }, "/bin/zsh|-c|ls; true")]
    [InlineData(new[] { "-c", "sftp-server" }, "/x/sftp-server")]
    public void A_session_is_a_command_a_shell_or_sftp(string[] args, string line) => Assert.Equal(line, string.Join('|', SshSession.Line(args, "/bin/zsh", "/x/sftp-server")));

    [Theory]
    [InlineData("Pubkey auth succeeded for 'root' with ssh-ed25519 key SHA256:abc from 127.0.0.1:1")]
    [InlineData("[1] Nov 28 04:20:01 Pubkey auth bad signature for 'root' with key SHA256:abc from 127.0.0.1:1")]
    [InlineData("[99999999999] Nov 28 04:20:01 Pubkey auth succeeded for 'root' with ssh-ed25519 key SHA256:abc from 127.0.0.1:1")]
    [InlineData("")]
    public void Only_a_login_is_one(string line)
    {
        var sessions = new SshSessions("/x/dropbearmulti");
        sessions.Hear(line);
        Assert.False(sessions.Look());
    }

    [Fact]
    public void A_login_that_has_come_and_gone_between_two_looks_counts_once()
    {
        var sessions = new SshSessions("/x/dropbearmulti");
        sessions.Hear("[17] Nov  8 04:20:01 Pubkey auth succeeded for 'root' with ssh-ed25519 key SHA256:abc from 127.0.0.1:1");
        sessions.Hear("[17] Nov  8 04:20:02 Exit (root) from <127.0.0.1:1>: Disconnect received");
        Assert.True(sessions.Look());
        Assert.False(sessions.Look());
    }
}
