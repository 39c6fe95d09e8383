using Environs.Crds;
using Environs.Gateway.Routing;

namespace Environs.Gateway.Access;

/// <summary>Decides who may reach a port. Pure; asked for each request, and again while a connection is open.</summary>
internal static class Admission
{
    /// <param name="environment">Null when there is none of that host.</param>
    /// <param name="host">What is asked for.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="now">By when the proof must still hold.</param>
    public static Verdict Decide(RoutedEnvironment? environment, GatewayHost host, Caller caller, DateTimeOffset now)
    {
        var level = environment is null ? null : Level(environment, host.Port);
        if (level == AdmissionLevels.Everyone && !host.IsEnvironment) return Verdict.Allowed;
        if (caller.Name is null || caller.Expires <= now || caller.Only?.Covers(host) == false) return Verdict.LoginNeeded;
        return environment?.Status is { } status && IsOneOf(level, status, caller) ? Verdict.Allowed : Verdict.Refused;
    }

    /// <summary>The port's own level, else the environment's; what it does not know counts as the narrowest.</summary>
    public static string Level(RoutedEnvironment environment, int port) =>
        Routes.Port(environment, port)?.Admission ?? environment.Spec?.Admission ?? AdmissionLevels.OwnerOnly;

    private static bool IsOneOf(string? level, RoutedEnvironment.RoutedStatus status, Caller caller) => level switch
    {
        AdmissionLevels.Organization => IsMember(status, caller),
        // Of its logs, which may say more than its author knows, nobody is shown any without a login, and no stranger.
        AdmissionLevels.Everyone => IsMember(status, caller) || Is(status.Owner, caller),
        AdmissionLevels.CreatorOnly => Is(status.Creator, caller),
        _ => Is(status.Owner, caller),
    };

    private static bool IsMember(RoutedEnvironment.RoutedStatus status, Caller caller) =>
        status.Organization is { Length: > 0 } organization && caller.Organizations.Contains(organization);

    // A service account that was made anew has the name of the one before, and another UID.
    private static bool Is(RoutedEnvironment.Person? person, Caller caller) =>
        person?.Name is { Length: > 0 } name && name == caller.Name && (person.Uid is null || caller.Uid is null || person.Uid == caller.Uid);
}
