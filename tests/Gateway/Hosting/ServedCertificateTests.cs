using Environs.Gateway.Hosting;
using Environs.Gateway.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Gateway.Tests.Hosting;

public sealed class ServedCertificateTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-tls-").FullName;
    private readonly FakeTimeProvider time = new(Some.Now);

    [Fact]
    public void A_new_certificate_is_taken_without_a_restart_and_a_broken_one_is_not()
    {
        TestCertificate.Make(folder, "one.example.com");
        var served = new ServedCertificate(Options.Create(new GatewayOptions { CertificateFolder = folder }), time, NullLogger<ServedCertificate>.Instance);
        Assert.Equal("CN=*.one.example.com", served.Current.TargetCertificate.Subject);

        Renew(() => TestCertificate.Make(folder, "two.example.com"));
        Assert.Equal("CN=*.two.example.com", served.Current.TargetCertificate.Subject);

        Renew(() => File.WriteAllText(Path.Combine(folder, "tls.crt"), "half of it"));
        Assert.Equal("CN=*.two.example.com", served.Current.TargetCertificate.Subject);
    }

    [Fact]
    public void Without_one_it_makes_its_own()
    {
        var served = new ServedCertificate(Options.Create(new GatewayOptions { Domain = "environs.localhost" }), time, NullLogger<ServedCertificate>.Instance);
        Assert.Equal("CN=*.environs.localhost", served.Current.TargetCertificate.Subject);
        Assert.Same(served.Current, served.Current);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Renew(Action write)
    {
        write();
        File.SetLastWriteTimeUtc(Path.Combine(folder, "tls.crt"), File.GetLastWriteTimeUtc(Path.Combine(folder, "tls.crt")).AddSeconds(5));
        time.Advance(TimeSpan.FromSeconds(11));
    }
}
