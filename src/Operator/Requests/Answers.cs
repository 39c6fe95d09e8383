using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Environments;
using Environs.Protocol.Requests;
using Environs.Runtime;

namespace Environs.Operator.Requests;

/// <summary>Answers what somebody inside an environment asks. All of it is user input: it is checked as what a person applies is, and reaches nothing but that environment.</summary>
internal sealed class Answers(
    IStore<V1alpha1Environment> environments,
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IStore<V1alpha1TaskExecution> executions,
    ServiceRequests serviceRequests,
    TaskRequests taskRequests,
    FileRequests fileRequests)
{
    public async Task<Answer> ToAsync(Request request, ResourceKey key, CancellationToken cancellation)
    {
        if (environments.Get(key) is not { } environment) return Said.Refused($"There is no environment {key}.");
        var scope = AutomationScope.Of(key, services, tasks);
        try
        {
            return request.WhatCase switch
            {
                Request.WhatOneofCase.Overview => new Answer { Outcome = Outcome.Done, Overview = Overviews.Of(environment, scope, RunsOf) },
                Request.WhatOneofCase.Service => await serviceRequests.AnswerAsync(request.Service, environment, scope, cancellation),
                Request.WhatOneofCase.TaskStart => await taskRequests.StartAsync(request.TaskStart, environment, scope, cancellation),
                Request.WhatOneofCase.TaskStop => await taskRequests.StopAsync(request.TaskStop, environment, scope, cancellation),
                Request.WhatOneofCase.Validation => fileRequests.Validate(request.Validation, environment),
                Request.WhatOneofCase.Update => await fileRequests.UpdateAsync(request.Update, environment, cancellation),
                _ => Said.Refused("The operator does not know this request; it is of an earlier version than the environment's supervisor."),
            };
        }
        catch (ResourceConflictException conflict)
        {
            return Said.Refused($"Somebody else was faster, try again: {ContentReports.Clean(conflict.Message)}");
        }
        catch (ApiException refusal)
        {
            return Said.Refused($"The API server refuses: {ContentReports.Clean(refusal.Message)}");
        }
    }

    private IEnumerable<V1alpha1TaskExecution> RunsOf(V1alpha1Task task) => executions.Indexed(AutomationIndexes.ByTask, AutomationIndexes.Value(ResourceKey.Of(task.Metadata)));
}
