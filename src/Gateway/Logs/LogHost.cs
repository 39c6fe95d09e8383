using Environs.Gateway.Access;
using Environs.Gateway.Pages;
using Environs.Gateway.Routing;
using Environs.Protocol.Requests;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace Environs.Gateway.Logs;

/// <summary>Answers a request for a log of an environment, of somebody who may have it, for as long as they may.</summary>
internal sealed class LogHost(IOperatorLogs logs, OpenRequests open, ILogger<LogHost> logger)
{
    public async Task HandleAsync(HttpContext context, GatewayHost host, Caller caller, RoutedEnvironment environment)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || LogAddress.Parse(context.Request.Path, context.Request.Query, context.Request.Headers["Last-Event-ID"]) is not { } query)
        {
            await Answers.WriteAsync(
                context, StatusCodes.Status404NotFound, "Nothing here",
                "Logs are at /logs/environment, /logs/services/REFERENCE, /logs/tasks/REFERENCE and /logs/executions/UID/STEP, with ?follow=true to go on with what is added.");
            return;
        }
        var request = new OpenRequest(host, caller);
        if (!open.TryAdd(request))
        {
            await Answers.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests", "This environment has as many requests open as it may have.");
            return;
        }
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, request.Ended);
        try
        {
            (query.Namespace, query.Environment, query.Uid) = (environment.Metadata.NamespaceProperty, environment.Metadata.Name, host.Uid);
            var writer = new LogWriter(context.Response, context.Request.Headers.Accept.ToString().Contains(LogWriter.Events, StringComparison.OrdinalIgnoreCase));
            await logs.ReadAsync(query, part => TakeAsync(context, writer, part, ends.Token), ends.Token);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException or IOException)
        {
            if (error is RpcException { StatusCode: not StatusCode.Cancelled } failure) Log.Cut(logger, host.Uid, failure.Status.Detail);
            // Who has a part of it must see that it is not the whole.
            if (context.Response.HasStarted || ends.IsCancellationRequested) context.Abort();
            else await UnavailableAsync(context);
        }
        finally
        {
            open.Remove(request);
        }
    }

    private static Task TakeAsync(HttpContext context, LogWriter writer, LogPart part, CancellationToken cancellation)
    {
        if (context.Response.HasStarted || part.Answer is null or { Outcome: Outcome.Done }) return writer.PutAsync(part, cancellation);
        return part.Answer.Outcome switch
        {
            Outcome.UnknownReference => Answers.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such log", part.Answer.Message),
            Outcome.Busy => Answers.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many readers", part.Answer.Message),
            Outcome.Late => UnavailableAsync(context),
            _ => Answers.WriteAsync(context, StatusCodes.Status409Conflict, "There is no log now", part.Answer.Message),
        };
    }

    private static Task UnavailableAsync(HttpContext context)
    {
        context.Response.Headers[HeaderNames.RetryAfter] = "5";
        return Answers.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The log cannot be read now", "What has it is not reached. Come back in some seconds.");
    }
}
