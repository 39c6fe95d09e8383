using System.Text;
using Environs.Operator.Devcontainers;
using static Environs.Operator.Tests.Devcontainers.Devcontainers;

namespace Environs.Operator.Tests.Devcontainers;

public class DevcontainerReaderTests
{
    [Fact]
    public void A_file_with_everything_is_read()
    {
        var file = Good("""
            // What we work in.
            {
              "$schema": "https://example.com/devContainer.schema.json",
              "name": "App", /* for people */
              "image": "registry.example.com:5000/dev/app:1.2@sha256:0123",
              "remoteUser": "vscode",
              "containerUser": "root",
              "containerEnv": { "A": "1", "EMPTY": "" },
              "remoteEnv": { "PATH": "${containerEnv:PATH}:/more", "NOT": null },
              "workspaceFolder": "/workspaces/${localWorkspaceFolderBasename}/sub",
              "forwardPorts": [3000, "localhost:8443", 3000],
              "portsAttributes": { "3000": { "label": "Web" }, "8443": { "protocol": "https" } },
              "customizations": { "vscode": { "extensions": [] } },
              "onCreateCommand": "make",
              "postStartCommand": ["npm", "start"],
              "waitFor": "postCreateCommand",
            }
            """);
        Assert.Equal(("registry.example.com:5000/dev/app:1.2@sha256:0123", "vscode", "/workspaces/app/sub"), (file.Image, file.RemoteUser, file.WorkspaceFolder));
        Assert.Equal([new("A", "1"), new("EMPTY", "")], file.ContainerEnv);
        Assert.Equal([new("PATH", "${containerEnv:PATH}:/more"), new("NOT", null)], file.RemoteEnv);
        Assert.Equal(["onCreateCommand True", "postStartCommand False"], file.Commands.Select(command => $"{command.Name} {command.IsAwaited}"));
        Assert.Equal([(3000, "Web", null), (8443, null, "HTTPS")], file.Ports.Select(port => (port.Port, port.Name, port.Protocol)));
        Assert.Equal([], file.Warnings);
    }

    [Theory]
    [InlineData("{\"forwardPorts\":[\"db:5432\"]}", "line 1, column 18: forwardPorts: db:5432 has no effect: only ports of the environment itself are reached through the gateway")]
    [InlineData("{\"forwardPorts\":[80]}", "line 1, column 18: forwardPorts: 80 has no effect: only ports from 1024 are reached through the gateway")]
    public void A_port_that_the_gateway_cannot_serve_is_for_editors_alone(string json, string warning)
    {
        var file = Good(json);
        Assert.Equal([warning], file.Warnings);
        Assert.Equal([], file.Ports);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\ufeff{}")]
    [InlineData("{ \"image\": null, \"remoteUser\": null, \"containerEnv\": null, \"postCreateCommand\": null, \"forwardPorts\": null }")]
    [InlineData("{ \"postCreateCommand\": \"\", \"postStartCommand\": [], \"onCreateCommand\": {}, \"features\": {}, \"build\": {}, \"runArgs\": [], \"privileged\": false }")]
    [InlineData("{ \"shutdownAction\": \"none\", \"userEnvProbe\": \"none\", \"overrideCommand\": true, \"updateRemoteUserUID\": false, \"init\": true }")]
    public void What_says_nothing_changes_nothing(string json)
    {
        var file = Good(json);
        Assert.Equal((null, null, "/workspaces/app", 0, 0), (file.Image, file.RemoteUser, file.WorkspaceFolder, file.Commands.Count, file.Warnings.Count));
    }

    [Fact]
    public void The_container_s_user_counts_when_no_other_is_named() => Assert.Equal("1000", Good("""{"containerUser":"1000"}""").RemoteUser);

    [Theory]
    [InlineData("{\n  \"build\": { \"dockerfile\": \"Dockerfile\" } }", "line 2, column 3: \"build\": images are not built here: build the image beforehand, name it in \"image\", and take \"build\" out")]
    [InlineData("{\"dockerFile\":\"Dockerfile\"}", "line 1, column 2: \"dockerFile\": images are not built here")]
    [InlineData("{\"features\":{\"ghcr.io/a/b:1\":{}}}", "line 1, column 2: \"features\": features are not installed here: build the image beforehand, name it in \"image\"")]
    [InlineData("{\"dockerComposeFile\":[\"compose.yaml\"]}", "line 1, column 2: \"dockerComposeFile\": Docker Compose is not supported: name the dev container's image in \"image\"")]
    [InlineData("{\"service\":\"web\"}", "line 1, column 2: \"service\": Docker Compose is not supported")]
    [InlineData("", "the file is no JSON: ")]
    [InlineData("// only words", "the file is no JSON: ")]
    [InlineData("[]", "line 1, column 1: the file must be one JSON object")]
    [InlineData("{} {}", "line 1, column 4: the file is no JSON: ")]
    [InlineData("{\n \"image\" \"a\"}", "line 2, column 10: the file is no JSON: ")]
    [InlineData("{\"image\":\"\\ud800\"}", "the file is no JSON: a text holds what is no character")]
    [InlineData("{\"image\":\"a\",\"image\":\"b\"}", "line 1, column 14: \"image\" is there twice")]
    [InlineData("{\"name\":\"ü🚀\",\"image\":7}", "line 1, column 23: image must be a text")]
    [InlineData("{\"image\":\"\"}", "image must be the name of an image, not \"\"")]
    [InlineData("{\"image\":\"debian :12\"}", "image must be the name of an image, not \"debian :12\"")]
    [InlineData("{\"image\":\"debian\\n\"}", "image must be the name of an image")]
    [InlineData("{\"image\":\"${containerEnv:IMAGE}\"}", "image cannot ask for ${containerEnv:…}")]
    [InlineData("{\"remoteUser\":\"a b\"}", "remoteUser must be the name or number of a user, not \"a b\"")]
    [InlineData("{\"remoteUser\":\"-u\"}", "remoteUser must be")]
    [InlineData("{\"workspaceFolder\":\"app\"}", "workspaceFolder must be an absolute path, not \"app\"")]
    [InlineData("{\"containerEnv\":[]}", "containerEnv must be an object of variables")]
    [InlineData("{\"containerEnv\":{\"A\":1}}", "containerEnv.A must be a text")]
    [InlineData("{\"containerEnv\":{\"A\":null}}", "containerEnv.A must be a text")]
    [InlineData("{\"containerEnv\":{\"PATH\":\"${containerEnv:PATH}:/a\"}}", "containerEnv.PATH cannot ask for ${containerEnv:…}; remoteEnv can")]
    [InlineData("{\"remoteEnv\":{\"A\":true}}", "remoteEnv.A must be a text or null")]
    [InlineData("{\"remoteEnv\":{\"\":\"\"}}", "remoteEnv: \"\" is no name of a variable")]
    [InlineData("{\"remoteEnv\":{\"A=B\":\"\"}}", "remoteEnv: \"A=B\" is no name of a variable")]
    [InlineData("{\"remoteEnv\":{\"A\":\"\\u0000\"}}", "remoteEnv.A must not hold a NUL")]
    [InlineData("{\"remoteEnv\":{\"ENVIRONS_RUN\":\"/\"}}", "must not begin with ENVIRONS_")]
    [InlineData("{\"forwardPorts\":3000}", "forwardPorts must be a list of ports")]
    [InlineData("{\"forwardPorts\":[0]}", "forwardPorts must hold ports from 1 to 65535, or \"host:port\"")]
    [InlineData("{\"forwardPorts\":[\"db\"]}", "forwardPorts must hold ports")]
    [InlineData("{\"portsAttributes\":{\"80\":\"Web\"}}", "portsAttributes: what belongs to \"80\" must be an object")]
    [InlineData("{\"waitFor\":\"me\"}", "waitFor must be one of initializeCommand, onCreateCommand")]
    [InlineData("{\"postCreateCommand\":1}", "postCreateCommand must be a text, a list of a program and its arguments, or an object of such commands")]
    [InlineData("{\"postCreateCommand\":[\"a\",1]}", "postCreateCommand must be a text, a list")]
    [InlineData("{\"postCreateCommand\":[\"\"]}", "postCreateCommand must be a text, a list")]
    [InlineData("{\"postCreateCommand\":{\"a\":{\"b\":\"c\"}}}", "postCreateCommand.a must be a text, or a list of a program and its arguments")]
    [InlineData("{\"postCreateCommand\":\"a\\u0000b\"}", "postCreateCommand must not hold a NUL")]
    public void What_is_wrong_is_said_with_its_place_and_its_key(string json, string expected)
    {
        var error = Assert.Single(Read(json).Errors);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"mounts\":[\"source=a,target=/a\"]}", "line 1, column 2: \"mounts\" has no effect: an environment has one volume")]
    [InlineData("{\"runArgs\":[\"--init\"]}", "\"runArgs\" has no effect: the environment's class decides")]
    [InlineData("{\"privileged\":true}", "\"privileged\" has no effect")]
    [InlineData("{\"capAdd\":[\"SYS_PTRACE\"]}", "\"capAdd\" has no effect")]
    [InlineData("{\"securityOpt\":[\"seccomp=unconfined\"]}", "\"securityOpt\" has no effect")]
    [InlineData("{\"appPort\":80}", "\"appPort\" has no effect")]
    [InlineData("{\"initializeCommand\":\"make\"}", "\"initializeCommand\" has no effect: there is no host to run it on; use onCreateCommand")]
    [InlineData("{\"hostRequirements\":{\"cpus\":4}}", "\"hostRequirements\" has no effect: the environment's class decides the machine; choose it by spec.machine.class")]
    [InlineData("{\"workspaceMount\":\"source=a,target=/w\",\"workspaceFolder\":\"/w\"}", "\"workspaceMount\" has no effect, nor has \"workspaceFolder\" with it: the repository lies in /workspaces/app")]
    [InlineData("{\"postcreatecommand\":\"make\"}", "\"postcreatecommand\" is not known and has no effect")]
    public void What_has_no_effect_is_a_warning(string json, string expected)
    {
        var file = Good(json);
        Assert.Contains(expected, Assert.Single(file.Warnings), StringComparison.Ordinal);
        Assert.Equal("/workspaces/app", file.WorkspaceFolder);
    }

    [Fact]
    public void A_command_is_a_line_for_a_shell_or_a_program_or_several_at_once()
    {
        var file = Good("""
            {
              "onCreateCommand": "make a && make b",
              "updateContentCommand": ["npm", "install", "$HOME"],
              "postCreateCommand": { "web": "npm ci", "db": ["init-db", "--now"], "none": "" }
            }
            """);
        Assert.Equal(
            ["onCreateCommand  make a && make b []", "updateContentCommand   [npm, install, $HOME]", "postCreateCommand web npm ci []", "postCreateCommand db  [init-db, --now]"],
            file.Commands.SelectMany(command => command.Parts.Select(part => $"{command.Name} {part.Label} {part.Script} [{string.Join(", ", part.Arguments)}]")));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("\"waitFor\":\"initializeCommand\",", 0)]
    [InlineData("\"waitFor\":\"onCreateCommand\",", 1)]
    [InlineData("\"waitFor\":\"postCreateCommand\",", 3)]
    [InlineData("\"waitFor\":\"postStartCommand\",", 4)]
    public void Those_up_to_the_one_that_is_waited_for_are_awaited(string waitFor, int awaited)
    {
        var file = Good($$"""
            {{{waitFor}}"postAttachCommand":"e","postStartCommand":"d","postCreateCommand":"c","updateContentCommand":"b","onCreateCommand":"a"}
            """);
        Assert.Equal(["a", "b", "c", "d", "e"], file.Commands.Select(command => command.Parts[0].Script));
        Assert.Equal(awaited, file.Commands.Count(command => command.IsAwaited));
        Assert.Equal(file.Commands.Take(awaited), file.Commands.Where(command => command.IsAwaited));
    }

    [Theory]
    [InlineData("${localWorkspaceFolder}", "/workspaces/app")]
    [InlineData("${localWorkspaceFolderBasename}", "app")]
    [InlineData("${containerWorkspaceFolder}", "/srv/code")]
    [InlineData("${containerWorkspaceFolderBasename}", "code")]
    [InlineData("${devcontainerId}", "a1b2c3")]
    [InlineData("a${localEnv:HOME}b", "ab")]
    [InlineData("a${localEnv:HOME:x:y}b", "ax:yb")]
    [InlineData("${env:HOME:x}", "x")]
    [InlineData("${containerEnv:HOME}", "${containerEnv:HOME}")]
    [InlineData("${HOME} $HOME ${HOME:-x} ${a", "${HOME} $HOME ${HOME:-x} ${a")]
    public void Variables_stand_for_what_they_say(string text, string expected)
    {
        var file = Good($$"""{"workspaceFolder":"/srv/code","remoteEnv":{"A":"{{text}}"},"postCreateCommand":["{{text}}"]}""");
        Assert.Equal((expected, expected), (file.RemoteEnv[0].Value, file.Commands[0].Parts[0].Arguments[0]));
    }

    [Fact]
    public void A_file_that_is_too_large_too_deep_or_no_text_is_refused()
    {
        Assert.Equal("the file is 262145 bytes; it may be at most 262144", Assert.Single(Read("{}" + new string(' ', 262143)).Errors));
        Assert.Contains("the file is no JSON", Assert.Single(Read(new string('[', 100000)).Errors), StringComparison.Ordinal);
        Assert.Equal("the file is no text in UTF-8", Assert.Single(DevcontainerReader.Read(new byte[] { (byte)'{', 0xff, (byte)'}' }, Place).Errors));
    }

    [Fact]
    public void Of_many_findings_the_first_are_told_and_the_rest_counted()
    {
        var many = string.Join(",", Enumerable.Range(0, 15000).Select(i => $"\"k{i}\":1"));
        var file = Good($"{{{many}}}");
        Assert.Equal((11, "and 14990 more"), (file.Warnings.Count, file.Warnings[^1]));
        Assert.Equal((11, "and 90 more"), (Read($"{{\"forwardPorts\":[{string.Join(",", Enumerable.Repeat("0", 100))}]}}").Errors.Count, Read($"{{\"forwardPorts\":[{string.Join(",", Enumerable.Repeat("0", 100))}]}}").Errors[^1]));
    }

    [Theory]
    [InlineData("{\"remoteEnv\":{\"A\":\"@\"}}")]
    [InlineData("{\"postCreateCommand\":\"@\"}")]
    [InlineData("{\"postCreateCommand\":{\"a\":[\"x\",\"@\"]}}")]
    public void A_text_has_its_limit(string json)
    {
        Good(json.Replace("@", new string('x', 32768), StringComparison.Ordinal));
        Assert.Contains("is too long: at most 32768", Assert.Single(Read(json.Replace("@", new string('x', 32769), StringComparison.Ordinal)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_before_the_text_do_not_move_the_columns() =>
        Assert.StartsWith("line 1, column 2: ", Assert.Single(DevcontainerReader.Read((byte[])[.. Encoding.UTF8.Preamble, .. "{\"build\":1}"u8], Place).Errors), StringComparison.Ordinal);
}
