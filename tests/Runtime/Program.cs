using Environs.Runtime.Tests.Replicas;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Environs.Runtime.Tests;

/// <summary>xunit's usual entry point; tests of leadership need processes that can be killed, and this program is also one of those.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["replica", var address, var ns, var identity] => Replica.RunAsync(address, ns, identity),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
