using System.Net;
using System.Text.Json;
using Environs.Operator.Admission.Reviews;
using Environs.Runtime;
using k8s.Models;
using Microsoft.AspNetCore.Http.Features;

namespace Environs.Operator.Admission;

/// <summary>Answers the API server: writes down who creates something, and says what speaks against a create or an update.</summary>
internal sealed class AdmissionEndpoint(IEnumerable<IKindAdmission> kinds, OperatorAccount own, ILogger<AdmissionEndpoint> logger)
{
    // The object twice, each as large as the API server stores any, and some room.
    private const long LargestBody = 8 * 1024 * 1024;

    private readonly Dictionary<string, IKindAdmission> kinds = kinds.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    public Task MutateAsync(HttpContext context) => AnswerAsync(context, (request, _) => Task.FromResult(Mutated(request)));

    public Task ValidateAsync(HttpContext context) => AnswerAsync(context, ValidatedAsync);

    internal AdmissionResponse Mutated(AdmissionRequest request)
    {
        if (request.Operation != AdmissionRequest.Create || request.Object is not { ValueKind: JsonValueKind.Object } json || own.Is(request.UserInfo))
            return new AdmissionResponse { Uid = request.Uid, Allowed = true };
        return CreatorRecords.Of(request.UserInfo ?? new V1UserInfo()) is { } value
            ? new AdmissionResponse { Uid = request.Uid, Allowed = true, Patch = CreatorRecords.Patch(json, value), PatchType = "JSONPatch" }
            : Refusals.Of(request, [Objection.Forbidden(CreatorRecords.Field, $"must be recorded, which takes a user with a name of 1 to {CreatorRecords.LongestName} characters")]);
    }

    private async Task<AdmissionResponse> ValidatedAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Operation is not (AdmissionRequest.Create or AdmissionRequest.Update) || !kinds.TryGetValue(request.Kind.Kind, out var kind))
            return new AdmissionResponse { Uid = request.Uid, Allowed = true };
        try
        {
            var objections = await kind.ObjectionsAsync(request, cancellation);
            return objections.Count == 0 ? new AdmissionResponse { Uid = request.Uid, Allowed = true } : Refusals.Of(request, objections);
        }
        catch (ApiException error)
        {
            Log.NotAsked(logger, request.Kind.Kind, error.Message);
            return Refusals.ForNow(request, "The API server could not be asked what you may do; try again.");
        }
    }

    private async Task AnswerAsync(HttpContext context, Func<AdmissionRequest, CancellationToken, Task<AdmissionResponse>> answer)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;
        AdmissionRequest? request = null;
        try
        {
            request = (await JsonSerializer.DeserializeAsync(context.Request.Body, AdmissionJson.Default.AdmissionReview, context.RequestAborted))?.Request;
            if (request is null)
            {
                context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
                return;
            }
            var review = new AdmissionReview { Response = await answer(request, context.RequestAborted) };
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(review, AdmissionJson.Default.AdmissionReview), context.RequestAborted);
        }
        catch (JsonException)
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadRequest;
        }
        catch (BadHttpRequestException error)
        {
            context.Response.StatusCode = error.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever it is, the API server is told that it failed, and refuses the request.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.AnswerFailed(logger, error, request?.Kind.Kind ?? "");
            context.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
        }
    }
}
