namespace Environs.Crds;

/// <summary>What a port speaks to the gateway; people always come by HTTPS.</summary>
public static class PortProtocols
{
    /// <summary>HTTP, as nearly every server in development does.</summary>
    public const string Http = "HTTP";

    /// <summary>HTTPS, with whatever certificate it has.</summary>
    public const string Https = "HTTPS";
}
