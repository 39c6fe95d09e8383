using Environs.Operator.Environments;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Activity;

/// <summary>What supervisors are asked to watch. Pure.</summary>
/// <param name="Limit">How long nobody may work in the environment.</param>
/// <param name="Repositories">The clones that there are.</param>
internal sealed record ActivityDesires(TimeSpan Limit, IReadOnlyList<DesiredRepository> Repositories)
{
    public static ActivityDesires Of(EnvironmentState state) => new(state.InactivityLimit, state.Pod is { } pod ? RepositoriesIn(pod) : []);

    /// <summary>Adds them to what a supervisor shall see to.</summary>
    public Desired In(Desired desired, bool hasGit)
    {
        desired.IdleLimit = (long)Limit.TotalMilliseconds;
        if (hasGit) desired.Repositories.AddRange(Repositories);
        return desired;
    }

    private static IReadOnlyList<DesiredRepository> RepositoriesIn(V1Pod pod) =>
        [.. (EnvironmentFacts.Cloned(pod)?.Repositories ?? []).Where(repository => repository.Location.Length > 0).Select(repository => new DesiredRepository { Folder = repository.Location, FirstCommit = repository.LatestCommit })];
}
