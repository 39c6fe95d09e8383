using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Tests.Commands;

/// <summary>What there is in the environment of these tests.</summary>
internal static class Some
{
    internal static Desired Services(string start) => new() { Version = 1, Services = { new DesiredService { Id = "web-uid", Reference = "web", Session = "1", Run = true, Start = start } } };

    internal static Overview Overview() => new()
    {
        Environment = "demo",
        Namespace = "team",
        Phase = "Running",
        Services =
        {
            new ServiceView { Id = "db-uid", Reference = "db", Phase = "Running", Triggers = { "PostEnvironmentStart" }, DisplayName = "Database" },
            new ServiceView { Id = "web-uid", Reference = "web", Phase = "Failed", Message = "exit code 3", Requested = "Running" },
        },
        Tasks = { new TaskView { Reference = "build" }, new TaskView { Reference = "lint", Problem = "it depends on itself" } },
        Runs =
        {
            new RunView
            {
                Id = "run-uid", Name = "demo.build-1", Task = "build", Phase = "Succeeded", StartedAt = 1772366400000, CompletedAt = 1772366460000,
                Steps = { new StepView { Id = "build", Phase = "Succeeded" } },
            },
        },
    };
}
