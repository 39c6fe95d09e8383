using Environs.Crds;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Devcontainers;

/// <summary>What supervisors are told of a devcontainer.json. Pure.</summary>
internal static class DevcontainerDesires
{
    private static readonly string[] UsualPaths = [".devcontainer/devcontainer.json", ".devcontainer.json", ".devcontainer/*/devcontainer.json"];

    // Those that need no user.
    private static readonly string[] PrebuildCommands = ["onCreateCommand", "updateContentCommand"];

    /// <summary>Where the file may lie.</summary>
    public static IReadOnlyList<string> Paths(V1alpha1Environment environment) =>
        environment.Spec.Devcontainer?.DevcontainerFilePath is { Length: > 0 } path ? [path] : UsualPaths;

    /// <summary>For the dev container: as whom and with what everything runs, and what runs first.</summary>
    public static DesiredDevcontainer OfDev(V1alpha1Environment environment, Devcontainer file)
    {
        var desired = new DesiredDevcontainer { RemoteUser = file.RemoteUser ?? "" };
        desired.ContainerEnv.AddRange(file.ContainerEnv.Select(Variable));
        desired.RemoteEnv.AddRange(file.RemoteEnv.Select(Variable));
        desired.Commands.AddRange(Dotfiles.Among(
            file.Commands
                .Where(command => environment.Spec.Devcontainer?.LifecycleStage != LifecycleStages.Prebuild || PrebuildCommands.Contains(command.Name))
                .Select(Command),
            environment));
        return desired;
    }

    /// <summary>For the init container: to go on, or why it has to wait.</summary>
    public static Desired OfInit(DevcontainerState state, bool isPodReady) =>
        new() { GoOn = isPodReady && state.Problem is null, Failure = state.Problem?.Message ?? "" };

    private static Variable Variable(KeyValuePair<string, string?> variable) =>
        new() { Name = variable.Key, Value = variable.Value ?? "", Unset = variable.Value is null };

    private static DesiredLifecycleCommand Command(LifecycleCommand command)
    {
        var desired = new DesiredLifecycleCommand { Name = command.Name, Awaited = command.IsAwaited };
        desired.Parts.AddRange(command.Parts.Select(part =>
        {
            var one = new DesiredLifecyclePart { Label = part.Label, Script = part.Script ?? "" };
            one.Arguments.AddRange(part.Arguments);
            return one;
        }));
        return desired;
    }
}
