using Environs.Gateway.Access;
using Environs.Gateway.Login;
using Environs.Gateway.Routing;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Environs.Gateway.Tokens;

/// <summary>Asks the API server whose a token for our audience is; its word holds for a few seconds.</summary>
internal sealed class KubernetesTokens(IResourceWriter writer, IOptions<GatewayOptions> options, TimeProvider time, ILogger<KubernetesTokens> logger) : IDisposable
{
    // Whoever floods us with tokens must not flood the API server.
    private readonly SemaphoreSlim turns = new(16);
    private readonly TokenMemory answers = new(time);

    /// <summary>Whose it is; null when the API server does not take it, or cannot be asked.</summary>
    public async Task<Caller?> OfAsync(string token, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(token, cancellation);
        }
        catch (ApiException error)
        {
            Log.ServerSilent(logger, error.Message);
            return null;
        }
    }

    public void Dispose()
    {
        turns.Dispose();
        answers.Dispose();
    }

    private async Task<Caller?> FindAsync(string token, CancellationToken cancellation)
    {
        if (answers.TryFind(token, out var held)) return held;
        await turns.WaitAsync(cancellation);
        try
        {
            var caller = await AskAsync(token, cancellation);
            answers.Keep(token, caller);
            return caller;
        }
        finally
        {
            turns.Release();
        }
    }

    // While the API server is away, what is open stays so.
    private async Task<bool> StillHoldsAsync(string token, CancellationToken cancellation)
    {
        try
        {
            return await FindAsync(token, cancellation) is not null;
        }
        catch (ApiException)
        {
            return true;
        }
    }

    private async Task<Caller?> AskAsync(string token, CancellationToken cancellation)
    {
        var audience = options.Value.KubernetesAudience;
        var review = new V1TokenReview { Metadata = new(), Spec = new() { Token = token, Audiences = [audience] } };
        var status = (await writer.CreateAsync(Kinds.TokenReview, review, cancellation)).Status;
        // A server that does not know audiences names none.
        if (status is not { Authenticated: true, User.Username: { Length: > 0 } name } || status.Audiences?.Contains(audience) != true)
        {
            Log.TokenRefused(logger, TokenKind.Kubernetes, status?.Error ?? "");
            return null;
        }
        return new Caller
        {
            Name = name,
            Uid = string.IsNullOrEmpty(status.User.Uid) ? null : status.User.Uid,
            Organizations = [.. Person.OrganizationsIn(status.User.Groups ?? [], options.Value.OrganizationGroupPrefix)],
            Expires = new JsonWebToken(token).ValidTo is { } ends && ends > DateTime.MinValue ? ends : DateTimeOffset.MaxValue,
            StillHolds = stop => StillHoldsAsync(token, stop),
        };
    }
}
