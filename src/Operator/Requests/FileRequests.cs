using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.AutomationsFile;
using Environs.Protocol.Requests;
using Environs.Runtime;

namespace Environs.Operator.Requests;

/// <summary>Says what is wrong with an automations file, and waits until services and tasks are as it says.</summary>
internal sealed class FileRequests(IStore<V1alpha1Environment> environments, IStore<V1alpha1Service> services, IStore<V1alpha1Task> tasks, TimeProvider time)
{
    private const int Largest = 256 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    public Answer Validate(FileText file, V1alpha1Environment environment) => Read(file, environment).Answer;

    public async Task<Answer> UpdateAsync(FileText file, V1alpha1Environment environment, CancellationToken cancellation)
    {
        var (answer, document) = Read(file, environment);
        if (document is null) return answer;
        if (environment.Status?.Phase != EnvironmentPhases.Running)
            return Said.Refused($"The environment is {environment.Status?.Phase ?? "not known yet"}: the file is taken up once it is {EnvironmentPhases.Running}.");
        var difference = Difference(environment, document);
        var (changes, start) = (Changes(difference).ToList(), time.GetTimestamp());
        while (Changes(difference).Any() && time.GetElapsedTime(start) < Limit)
        {
            await Task.Delay(LookAgain, time, cancellation);
            difference = Difference(environment, document);
        }
        answer.Changes.AddRange(changes);
        answer.Warnings.Clear();
        answer.Warnings.AddRange(difference.Warnings);
        if (!Changes(difference).Any()) return answer;
        answer.Outcome = Outcome.Late;
        var status = environments.Get(ResourceKey.Of(environment.Metadata))?.Status?.AutomationsFile;
        answer.Message = $"Not taken up within {Limit.TotalSeconds:0} s: {status?.FailureMessage ?? status?.WarningMessage ?? "the operator is busy"}";
        return answer;
    }

    private (Answer Answer, AutomationsDocument? Document) Read(FileText file, V1alpha1Environment environment)
    {
        var answer = new Answer { Outcome = Outcome.Done, Path = file.Path };
        if (file.Content.Length > Largest)
        {
            (answer.Outcome, answer.Message) = (Outcome.Invalid, $"The file has {file.Content.Length} bytes; it may have {Largest}.");
            return (answer, null);
        }
        var document = AutomationsFileReader.Read(file.Content.Memory);
        answer.Warnings.AddRange(document.Warnings);
        answer.Errors.AddRange(document.Errors.Count > 0 ? document.Errors : Unrunnable(environment, document));
        if (answer.Errors.Count == 0) return (answer, document);
        answer.Outcome = Outcome.Invalid;
        answer.Message = "The file is not valid.";
        return (answer, null);
    }

    /// <summary>Dependencies that there are not, and cycles, among what the file defines and what was made by hand.</summary>
    private IEnumerable<string> Unrunnable(V1alpha1Environment environment, AutomationsDocument document)
    {
        var value = AutomationIndexes.Value(ResourceKey.Of(environment.Metadata));
        var scope = new AutomationScope(
            [.. services.Indexed(AutomationIndexes.ByEnvironment, value).Where(one => !AutomationScope.IsFromFile(one.Metadata)), .. document.Services.Select(spec => new V1alpha1Service { Spec = spec })],
            [.. tasks.Indexed(AutomationIndexes.ByEnvironment, value).Where(one => !AutomationScope.IsFromFile(one.Metadata)), .. document.Tasks.Select(spec => new V1alpha1Task { Spec = spec })]);
        return document.Tasks.Select(spec => scope.Task(spec.Reference)).OfType<V1alpha1Task>().Select(task => Dependencies.Problem(task, scope)?.Message).OfType<string>().Distinct();
    }

    private AutomationObjects Difference(V1alpha1Environment environment, AutomationsDocument document)
    {
        var value = AutomationIndexes.Value(ResourceKey.Of(environment.Metadata));
        return AutomationObjects.Of(environment, document, services.Indexed(AutomationIndexes.ByEnvironment, value), tasks.Indexed(AutomationIndexes.ByEnvironment, value));
    }

    private IEnumerable<string> Changes(AutomationObjects difference) =>
    [
        .. difference.Services.Apply.Select(one => $"service \"{one.Spec.Reference}\" {(services.Get(ResourceKey.Of(one.Metadata)) is null ? "added" : "changed")}"),
        .. difference.Tasks.Apply.Select(one => $"task \"{one.Spec.Reference}\" {(tasks.Get(ResourceKey.Of(one.Metadata)) is null ? "added" : "changed")}"),
        .. difference.Services.Delete.Select(one => $"service \"{one.Spec.Reference}\" removed"),
        .. difference.Tasks.Delete.Select(one => $"task \"{one.Spec.Reference}\" removed"),
    ];
}
