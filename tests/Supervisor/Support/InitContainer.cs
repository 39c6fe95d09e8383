using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Environs.Protocol;
using Environs.Protocol.Content;

namespace Environs.Supervisor.Tests.Support;

/// <summary>A pod's volume and folders, and <c>supervisor init</c> run on them as a process of its own.</summary>
public sealed class InitContainer : IDisposable
{
    private readonly TemporaryFolder root = new();

    public InitContainer()
    {
        foreach (var folder in (string[])["bin", "volume"]) Directory.CreateDirectory(root[folder]);
    }

    public string Workspaces => root["volume/workspaces"];

    public string State => root["volume/state"];

    public string Volume => root["volume"];

    public string Bin => root["bin"];

    public int StallSeconds { get; set; } = 30;

    public int DotfilesSeconds { get; set; } = 60;

    /// <summary>What else it is told.</summary>
    public Dictionary<string, string> More { get; } = [];

    public string Clone(string name) => Path.Combine(Workspaces, name);

    /// <summary>A new pod on the same volume.</summary>
    public void NewPod()
    {
        Directory.Delete(Bin, recursive: true);
        Directory.CreateDirectory(Bin);
    }

    /// <summary>Gives the empty folders to another user, whom the init container will run as.</summary>
    public async Task OpenAsync(int user) =>
        await Command.RunAsync("chown", ["-R", user.ToString(CultureInfo.InvariantCulture), root.Path]);

    public Process Start(ContentRequest request, params string[] wrapper)
    {
        var (program, arguments) = Line(wrapper);
        return Command.Start(program, arguments, variables: Variables(request));
    }

    public async Task<InitResult> RunAsync(ContentRequest? request, params string[] wrapper)
    {
        File.Delete(root["message"]);
        var (program, arguments) = Line(wrapper);
        var result = await Command.RunAsync(program, arguments, variables: Variables(request));
        var message = File.Exists(root["message"]) ? await File.ReadAllBytesAsync(root["message"]) : [];
        var report = message.Length > 0 ? JsonSerializer.Deserialize(message, ProtocolJson.Default.ContentReport) : null;
        return new InitResult(result.ExitCode, report ?? throw new InvalidOperationException($"no report: {result.Errors}"), result.Errors, message.Length);
    }

    public void Dispose() => root.Dispose();

    private static (string Program, string[] Arguments) Line(string[] wrapper) =>
        wrapper.Length == 0 ? (Command.Supervisor, ["init"]) : (wrapper[0], [.. wrapper[1..], Command.Supervisor, "init"]);

    private Dictionary<string, string> Variables(ContentRequest? request) => new(More)
    {
        ["ENVIRONS_BIN"] = Bin,
        ["ENVIRONS_VOLUME"] = Volume,
        ["ENVIRONS_TERMINATION_LOG"] = root["message"],
        ["ENVIRONS_GIT_STALL_SECONDS"] = StallSeconds.ToString(CultureInfo.InvariantCulture),
        ["ENVIRONS_DOTFILES_CLONE_SECONDS"] = DotfilesSeconds.ToString(CultureInfo.InvariantCulture),
        ["ENVIRONS_CONTENT"] = request is null ? "" : JsonSerializer.Serialize(request, ProtocolJson.Default.ContentRequest),
    };
}
