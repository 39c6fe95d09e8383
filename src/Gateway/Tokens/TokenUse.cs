namespace Environs.Gateway.Tokens;

/// <summary>What one of our own tokens is for, each by an audience of its own.</summary>
internal enum TokenUse
{
    /// <summary>One port of an environment.</summary>
    Port,

    /// <summary>All ports of an environment.</summary>
    Environment,

    /// <summary>The logs of an environment.</summary>
    Logs,
}
