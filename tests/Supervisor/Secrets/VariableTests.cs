using Environs.Protocol.Secrets;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Secrets;
using Environs.Supervisor.Tests.Support;
using static Environs.Supervisor.Tests.Support.Engine;

namespace Environs.Supervisor.Tests.Secrets;

/// <summary>What commands and shells find in variables.</summary>
public sealed class VariableTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly Projection projection;
    private readonly SecretFiles files;
    private readonly Engine engine;

    public VariableTests()
    {
        projection = new Projection(root);
        files = new SecretFiles(projection.Folder, [new MountedSecret { Id = "a", Secret = "s", Key = "k", Variable = "TOKEN" }]);
        engine = new Engine(root, secrets: files);
    }

    public void Dispose()
    {
        engine.Dispose();
        root.Dispose();
    }

    [Fact]
    public async Task Each_command_has_the_value_that_is_there_when_it_starts()
    {
        projection.Put(("a", "one"));
        engine.Want(AStep("printf %s \"$TOKEN\" >token; env | grep ENVIRONS_SECRETS", step: "first"));
        // It finds no list, as grep says.
        await engine.UntilAsync(StepPhase.Failed, "first");
        Assert.Equal("one", Said("token"));
        projection.Put(("a", "two\n\n"));
        engine.Want(AStep("printf %s \"$TOKEN\" >token", step: "second"));
        await engine.UntilAsync(StepPhase.Succeeded, "second");
        Assert.Equal("two\n\n", Said("token"));
        projection.Put();
        engine.Want(AStep("printf %s \"${TOKEN-none}\" >token", step: "third"));
        await engine.UntilAsync(StepPhase.Succeeded, "third");
        Assert.Equal("none", Said("token"));
    }

    [Fact]
    public async Task A_secret_stands_over_the_devcontainer_and_a_commands_own_variable_over_a_secret()
    {
        projection.Put(("a", "secret"));
        var desired = engine.Desired(AStep("printf %s \"$TOKEN $OTHER\" >first", step: "first"));
        desired.Devcontainer = new() { RemoteEnv = { new Variable { Name = "TOKEN", Value = "" }, new Variable { Name = "OTHER", Value = "${containerEnv:TOKEN:none}" } } };
        var second = AStep("printf %s \"$TOKEN\" >second", step: "second");
        second.Variables.Add(new Variable { Name = "TOKEN", Value = "own" });
        desired.Steps.Add(second);
        engine.Work.Take(desired);
        await engine.UntilAsync(StepPhase.Succeeded, "first");
        await engine.UntilAsync(StepPhase.Succeeded, "second");
        // Lifecycle commands can be arguments, too, which everybody sees: nothing puts a secret into them.
        Assert.Equal("secret none", Said("first"));
        Assert.Equal("own", Said("second"));
    }

    [Theory]
    [InlineData("ref.1", false, "from=value")]
    [InlineData("ref.2", true, "none")]
    [InlineData("ref.2", false, null)]
    public async Task A_variable_can_name_a_secret_of_its_own(string file, bool optional, string? said)
    {
        projection.Put(("ref.1", "from=value"));
        var step = AStep("printf %s \"${OWN-none}\" >own");
        step.Variables.Add(new Variable { Name = "OWN", Secret = file, SecretName = "Secret \"db\", key \"password\"", Optional = optional });
        engine.Want(step);
        var ended = await engine.UntilAsync(said is null ? StepPhase.Failed : StepPhase.Succeeded);
        if (said is null) Assert.Contains("the value of OWN is missing: Secret \"db\", key \"password\", is not there", ended.FailureMessage, StringComparison.Ordinal);
        else Assert.Equal(said, Said("own"));
    }

    [Fact]
    public async Task A_service_that_runs_with_an_older_value_is_told_of_until_it_starts_again()
    {
        projection.Put(("a", "one"), ("ref.1", "x"));
        engine.Want(AService("exec sleep 1000"));
        await engine.UntilAsync(ServicePhase.Running);
        Assert.Null(engine.Report.Secrets);
        // Another that it does not know is nothing to it.
        projection.Put(("a", "one"), ("ref.1", "y"));
        Assert.Null(engine.Report.Secrets);
        projection.Put(("a", "two"), ("ref.1", "y"));
        Assert.Equal(["web"], engine.Report.Secrets!.StaleServices);
        engine.Want(AService("exec sleep 1000", session: "2"));
        await engine.UntilAsync(ServicePhase.Running, session: "2");
        Assert.Null(engine.Report.Secrets);
    }

    [Fact]
    public async Task A_shell_reads_the_value_anew_and_no_file_of_ours_holds_it()
    {
        Directory.CreateDirectory(root["etc/profile.d"]);
        await File.WriteAllTextAsync(root["etc/bash.bashrc"], "[ -z \"$PS1\" ] && return\n");
        ShellProfile.Place(root["run/secrets.sh"], root["etc"], files, new Log(TextWriter.Null));
        ShellProfile.Place(root["run/secrets.sh"], root["etc"], files, new Log(TextWriter.Null));
        foreach (var value in (string[])["it's $HOME \\ \"quoted\"", "ends\n\n"])
        {
            projection.Put(("a", value));
            foreach (var file in (string[])["etc/profile.d/environs-secrets.sh", "etc/bash.bashrc"])
                Assert.Equal(value, (await Command.RunAsync("sh", ["-c", $". {root[file]}; printf %s \"$TOKEN\""])).Output);
        }
        projection.Put();
        Assert.Equal("none", (await Command.RunAsync("sh", ["-c", $". {root["etc/bash.bashrc"]}; printf %s \"${{TOKEN-none}}\""])).Output);
        Assert.Single((await File.ReadAllLinesAsync(root["etc/bash.bashrc"])), line => line.Contains("secrets.sh", StringComparison.Ordinal));
    }

    private string Said(string file) => File.ReadAllText(root[$"workspace/{file}"]);
}
