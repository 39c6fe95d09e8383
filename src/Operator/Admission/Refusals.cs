using System.Net;
using Environs.Operator.Admission.Reviews;
using k8s.Models;

namespace Environs.Operator.Admission;

/// <summary>Refusals as the API server writes its own, so that clients read them alike. Pure.</summary>
internal static class Refusals
{
    /// <summary>What is right for nobody is told first, then what is not for this requester.</summary>
    public static AdmissionResponse Of(AdmissionRequest request, IReadOnlyList<Objection> objections)
    {
        var isForbidden = objections.All(objection => objection.IsForbidden);
        return No(
            request, isForbidden ? HttpStatusCode.Forbidden : HttpStatusCode.UnprocessableEntity, isForbidden ? "Forbidden" : "Invalid",
            $"{string.Join(". ", objections.OrderBy(objection => objection.IsForbidden).Select(objection => objection.Error))}.",
            new V1StatusDetails
            {
                Group = request.Kind.Group,
                Kind = request.Kind.Kind,
                Name = request.Name,
                Causes =
                [
                    .. objections.Select(objection => new V1StatusCause
                    {
                        Reason = objection.IsForbidden ? "FieldValueForbidden" : "FieldValueInvalid",
                        Field = objection.Error.Field,
                        Message = objection.Error.Message,
                    }),
                ],
            });
    }

    /// <summary>The same request may succeed later.</summary>
    public static AdmissionResponse ForNow(AdmissionRequest request, string message) => No(request, HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", message, null);

    private static AdmissionResponse No(AdmissionRequest request, HttpStatusCode code, string reason, string message, V1StatusDetails? details) => new()
    {
        Uid = request.Uid,
        Allowed = false,
        Status = new V1Status { Status = "Failure", Code = (int)code, Reason = reason, Message = message, Details = details },
    };
}
