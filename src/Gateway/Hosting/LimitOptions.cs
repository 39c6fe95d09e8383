namespace Environs.Gateway.Hosting;

/// <summary>Limits of what one client, or one environment, may take.</summary>
internal sealed record LimitOptions
{
    /// <summary>Bytes of a request's headers.</summary>
    public int HeaderBytes { get; set; } = 32 * 1024;

    /// <summary>How many headers a request may have.</summary>
    public int HeaderCount { get; set; } = 100;

    /// <summary>How long a request's headers may take.</summary>
    public TimeSpan HeaderTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes of a request's body.</summary>
    public long BodyBytes { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>Bytes per second below which a request's body is given up.</summary>
    public double BodyRate { get; set; } = 240;

    /// <summary>How long a body may be slower than that.</summary>
    public TimeSpan BodyGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections of clients that one replica holds.</summary>
    public long Connections { get; set; } = 20_000;

    /// <summary>Requests that one environment may have open at one replica, its WebSockets among them.</summary>
    public int PerEnvironment { get; set; } = 1000;

    /// <summary>How long connecting to an environment may take.</summary>
    public TimeSpan ConnectTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request may be silent in both directions: a long poll, or a WebSocket.</summary>
    public TimeSpan SilentTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often it is looked whether who has a request open still may.</summary>
    public TimeSpan Recheck { get; set; } = TimeSpan.FromSeconds(2);
}
