namespace Environs.Operator.Devcontainers;

/// <summary>The keys of a devcontainer.json, by what becomes of them here. Pure.</summary>
internal static class DevcontainerKeys
{
    private const string UseImage = "build the image beforehand, name it in \"image\", and take";

    /// <summary>The commands of its life, in their order.</summary>
    public static readonly IReadOnlyList<string> Commands =
        ["onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand"];

    /// <summary>What <c>waitFor</c> may say.</summary>
    public static readonly IReadOnlyList<string> Awaitable =
        ["initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand"];

    /// <summary>What the reader takes up itself.</summary>
    public static readonly IReadOnlySet<string> Read = new HashSet<string>
    {
        "image", "remoteUser", "containerUser", "containerEnv", "remoteEnv", "workspaceFolder", "forwardPorts", "portsAttributes", "waitFor",
        "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand",
    };

    /// <summary>What would give another container than this one: never ignored. Says what to do.</summary>
    public static readonly IReadOnlyDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["build"] = $"images are not built here: {UseImage} \"build\" out",
        ["dockerFile"] = $"images are not built here: {UseImage} \"dockerFile\" out",
        ["context"] = $"images are not built here: {UseImage} \"context\" out",
        ["features"] = $"features are not installed here: {UseImage} \"features\" out",
        ["dockerComposeFile"] = "Docker Compose is not supported: name the dev container's image in \"image\", run the others as services of the automations file, and take \"dockerComposeFile\" out",
        ["service"] = "Docker Compose is not supported: name the dev container's image in \"image\" and take \"service\" out",
        ["runServices"] = "Docker Compose is not supported: run such services by the automations file and take \"runServices\" out",
    };

    /// <summary>What has no effect here, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutEffect = new Dictionary<string, string>
    {
        ["mounts"] = "an environment has one volume, with its repositories and the home",
        ["runArgs"] = "the environment's class decides how the container runs",
        ["privileged"] = "the environment's class decides what the container may do",
        ["capAdd"] = "the environment's class decides what the container may do",
        ["securityOpt"] = "the environment's class decides what the container may do",
        ["appPort"] = "there is no host to publish ports on",
        ["initializeCommand"] = "there is no host to run it on; use onCreateCommand",
        ["hostRequirements"] = "the environment's class decides the machine; choose it by spec.machine.class",
        ["gpu"] = "the environment's class decides the machine; choose it by spec.machine.class",
    };

    /// <summary>What is for editors, or has the meaning here that it has without it.</summary>
    public static readonly IReadOnlySet<string> Silent = new HashSet<string>
    {
        "$schema", "name", "customizations", "extensions", "settings", "devPort", "shutdownAction", "userEnvProbe", "overrideCommand", "updateRemoteUserUID", "init",
        "otherPortsAttributes", "overrideFeatureInstallOrder", "secrets",
    };
}
