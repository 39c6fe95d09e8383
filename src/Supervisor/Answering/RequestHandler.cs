using System.Security.Cryptography;
using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Automations;
using Environs.Supervisor.Link;
using Environs.Supervisor.Work;
using Google.Protobuf;

namespace Environs.Supervisor.Answering;

/// <summary>Answers what is asked in this container: what the supervisor knows itself, and the rest after the operator was asked.</summary>
/// <param name="workload">Everything that reports are made of.</param>
/// <param name="work">The services and steps among it.</param>
/// <param name="files">The automations file as it was seen last.</param>
/// <param name="calls">The way to the operator.</param>
/// <param name="keepAlive">Keeps the environment from being idle.</param>
internal sealed class RequestHandler(IWorkload workload, Workload work, WorkspaceFiles files, OperatorCalls calls, KeepAliveUntil keepAlive)
{
    internal Task<Answer> AnswerAsync(Request request, CancellationToken cancellation) => request.WhatCase switch
    {
        Request.WhatOneofCase.KeepAlive => Task.FromResult(keepAlive.Ask(request.KeepAlive)),
        Request.WhatOneofCase.Ports => Task.FromResult(Ports()),
        Request.WhatOneofCase.Overview => OverviewAsync(request, cancellation),
        Request.WhatOneofCase.Validation when request.Validation.Path.Length == 0 => WithFileAsync(file => request.Validation = file, request, cancellation),
        Request.WhatOneofCase.Update => WithFileAsync(file => request.Update = file, request, cancellation),
        Request.WhatOneofCase.TaskStart => StartAsync(request, cancellation),
        Request.WhatOneofCase.None => Task.FromResult(new Answer { Outcome = Outcome.Refused, Message = "The supervisor does not know this request." }),
        _ => calls.AskAsync(request, cancellation),
    };

    private Answer Ports()
    {
        var report = new Report();
        workload.FillIn(report);
        var answer = new Answer { Outcome = Outcome.Done };
        answer.Ports.AddRange((report.Ports?.Ports ?? []).Select(port => new Port { Port_ = port.Port, Addresses = { port.Addresses } }));
        return answer;
    }

    // Of what is asked twice, as when the answer was lost, only one run is made.
    private Task<Answer> StartAsync(Request request, CancellationToken cancellation)
    {
        if (request.TaskStart.Id.Length == 0) request.TaskStart.Id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        return calls.AskAsync(request, cancellation);
    }

    private async Task<Answer> OverviewAsync(Request request, CancellationToken cancellation)
    {
        var answer = await calls.AskAsync(request, cancellation);
        if (answer.Outcome != Outcome.OperatorAway) return answer;
        answer.Overview = new Overview();
        answer.Overview.Services.AddRange(work.Services().Select(service => new ServiceView
        {
            Id = service.Report.Id,
            Reference = service.Reference,
            Phase = service.Report.Phase.ToString(),
            Message = service.Report.FailureMessage,
        }));
        return answer;
    }

    private async Task<Answer> WithFileAsync(Action<FileText> put, Request request, CancellationToken cancellation)
    {
        calls.LookNow();
        if (files.Automations is not { } seen)
            return new Answer { Outcome = Outcome.OperatorAway, Message = "The operator has not said yet where the automations file may lie." };
        if (seen.Problem.Length > 0) return new Answer { Outcome = Outcome.Invalid, Message = seen.Problem };
        if (seen.Path.Length == 0)
            return new Answer { Outcome = Outcome.Refused, Message = $"There is no automations file: {seen.Folder} has none of {string.Join(", ", seen.LookedFor)}." };
        put(new FileText { Path = Path.Combine(seen.Folder, seen.Path), Content = ByteString.CopyFrom(seen.Content.Span) });
        return await calls.AskAsync(request, cancellation);
    }
}
