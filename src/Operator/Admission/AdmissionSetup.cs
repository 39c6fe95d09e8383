using Environs.Crds;
using Environs.Operator.Admission.Checks;
using Environs.Operator.Admission.Configurations;
using Environs.Operator.Cluster;
using Environs.Operator.Secrets;
using Environs.Operator.Supervision.Certificates;
using Environs.Runtime;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Environs.Operator.Admission;

/// <summary>Puts the webhook into the operator's process.</summary>
internal static class AdmissionSetup
{
    private const string Mutate = "/mutate";
    private const string Validate = "/validate";

    public static IServiceCollection AddAdmission(this IServiceCollection services, AdmissionOptions options)
    {
        services.AddSingleton<Creators>();
        services.AddSingleton<AdmissionReadiness>();
        if (!options.IsOn) return services;
        services.AddInformer(Kinds.MutatingWebhook, new InformerOptions<V1MutatingWebhookConfiguration> { Name = options.Configuration });
        services.AddInformer(Kinds.ValidatingWebhook, new InformerOptions<V1ValidatingWebhookConfiguration> { Name = options.Configuration });
        services.AddSingleton<CaBundleKeeper>();
        services.AddSingleton<OperatorAccount>();
        services.AddSingleton<AccessReviews>();
        services.AddSingleton<AdmissionEndpoint>();
        // What an environment's class allows is the reconciler's to say: the class may come with it, or change.
        services.AddSingleton<IAdmissionCheck<V1alpha1Environment>>(new ValidityCheck<V1alpha1Environment>(EnvironmentValidation.Errors, EnvironmentValidation.Changes));
        services.AddSingleton<IAdmissionCheck<V1alpha1Environment>, OwnerCheck>();
        services.AddSecretCheck<V1alpha1Environment>((old, @new) => SecretReferences.Added(old?.Spec, @new.Spec));
        services.AddSecretCheck<V1alpha1Service>((old, @new) => SecretReferences.Added(old?.Spec?.Env, @new.Spec?.Env));
        services.AddSecretCheck<V1alpha1Task>((old, @new) => SecretReferences.Added(old?.Spec?.Env, @new.Spec?.Env));
        services.AddSingleton<IAdmissionCheck<V1alpha1Service>>(new ValidityCheck<V1alpha1Service>(AutomationValidation.Errors, AutomationValidation.Changes));
        services.AddSingleton<IAdmissionCheck<V1alpha1Task>>(new ValidityCheck<V1alpha1Task>(AutomationValidation.Errors, AutomationValidation.Changes));
        services.AddSingleton<IAdmissionCheck<V1alpha1TaskExecution>>(new ValidityCheck<V1alpha1TaskExecution>(AutomationValidation.Errors, AutomationValidation.Changes));
        services.AddKind(Kinds.Environment);
        services.AddKind(Kinds.Service);
        services.AddKind(Kinds.Task);
        services.AddKind(Kinds.TaskExecution);
        return services;
    }

    private static void AddSecretCheck<T>(this IServiceCollection services, Func<T?, T, IReadOnlyList<(string Field, string Secret)>> added)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        services.AddSingleton<IAdmissionCheck<T>>(provider => new SecretCheck<T>(provider.GetRequiredService<AccessReviews>(), added));

    /// <summary>Listens for the API server: HTTPS, with the certificate that supervisors are shown, too.</summary>
    public static void ListenForAdmission(this KestrelServerOptions kestrel, AdmissionOptions options)
    {
        if (!options.IsOn) return;
        kestrel.ListenAnyIP(options.Port, listen =>
        {
            var certificate = listen.ApplicationServices.GetRequiredService<ServedCertificate>();
            // One HTTP/2 connection would keep all questions at one replica, and at one that is gone for half a minute.
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => certificate.Tls is { } tls
                    ? ValueTask.FromResult(tls)
                    : throw new InvalidOperationException("There is no certificate yet."),
            });
        });
    }

    /// <summary>Maps the two questions to their port, and keeps everything else from it.</summary>
    public static void MapAdmission(this WebApplication app, AdmissionOptions options)
    {
        if (!options.IsOn) return;
        app.Use((context, next) =>
        {
            if ((context.Connection.LocalPort == options.Port) == (context.Request.Path == Mutate || context.Request.Path == Validate))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        var endpoint = app.Services.GetRequiredService<AdmissionEndpoint>();
        app.MapPost(Mutate, endpoint.MutateAsync);
        app.MapPost(Validate, endpoint.ValidateAsync);
    }

    private static void AddKind<T>(this IServiceCollection services, ResourceKind<T> kind)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        services.AddSingleton<IAdmissionCheck<T>, CreatorCheck<T>>();
        services.AddSingleton<IKindAdmission>(provider => new KindAdmission<T>(kind, provider.GetServices<IAdmissionCheck<T>>()));
    }
}
