using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Environs.Gateway.Hosting;

/// <summary>The keys that seal cookies: shared by all replicas, made and replaced by ASP.NET Core's data protection.</summary>
internal static class KeySetup
{
    public static void AddKeys(this IServiceCollection services, GatewayOptions options)
    {
        services.AddDataProtection().SetApplicationName("environs-gateway");
        if (options.KeySecret.Length == 0)
        {
            services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new PassingKeys());
            return;
        }
        // It would make the first key before there is a connection to keep it by; the first login makes it as well.
        foreach (var early in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList()) services.Remove(early);
        services.AddSingleton<SecretKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<SecretKeys>((keys, secret) => keys.XmlRepository = secret);
    }
}
