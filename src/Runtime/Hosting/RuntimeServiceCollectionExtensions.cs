using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Environs.Runtime.Api;
using Environs.Runtime.Controllers;
using Environs.Runtime.Events;
using Environs.Runtime.Hosting;
using Environs.Runtime.Informers;
using Environs.Runtime.Leadership;
using Environs.Runtime.Metrics;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime;

/// <summary>Puts the runtime, its informers and its controllers into a host.</summary>
public static class RuntimeServiceCollectionExtensions
{
    /// <summary>
    /// Adds the runtime as a hosted service. The connection is the registered <see cref="Kubernetes"/>, else one for the registered
    /// <see cref="KubernetesClientConfiguration"/>, else the default one (kubeconfig or the pod's service account).
    /// </summary>
    public static IServiceCollection AddRuntime(this IServiceCollection services, RuntimeOptions options)
    {
        services.AddLogging();
        services.AddMetrics();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The one place where chance comes from; everything else takes it from here.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030
        services.TryAddSingleton(_ => KubernetesClientConfiguration.BuildDefaultConfig());
        services.TryAddSingleton(provider => new Kubernetes(provider.GetRequiredService<KubernetesClientConfiguration>()));
        services.AddSingleton<ApiClient>();
        services.AddSingleton<RuntimeMetrics>();
        services.AddSingleton<LeadershipGate>();
        services.AddSingleton<RuntimeServices>();
        services.AddSingleton<ResourceWriter>();
        services.AddSingleton<IResourceWriter>(provider => provider.GetRequiredService<ResourceWriter>());
        services.AddSingleton<IResourceReader, ResourceReader>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<IEventPublisher>(provider => provider.GetRequiredService<EventPublisher>());
        services.AddSingleton<ILeases, Leases>();
        services.AddSingleton(provider => new LeaderElector(
            provider.GetRequiredService<ILeases>(), options, provider.GetRequiredService<LeadershipGate>(),
            provider.GetRequiredService<RuntimeMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("Environs.Runtime.Leadership")));
        services.AddSingleton<ILeadership>(provider => provider.GetRequiredService<LeaderElector>());
        services.AddSingleton<RuntimeHealth>();
        services.AddHostedService<RuntimeManager>();
        return services;
    }

    /// <summary>Adds an informer, and with it <see cref="IStore{T}"/>; there is one for each C# type.</summary>
    public static IServiceCollection AddInformer<T>(this IServiceCollection services, ResourceKind<T> kind, InformerOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => services.AddInformer(kind, replace: true, options);

    /// <summary>Adds an informer of the objects with these labels (in kubectl's notation).</summary>
    public static IServiceCollection AddInformer<T>(this IServiceCollection services, ResourceKind<T> kind, string labelSelector)
        where T : class, IKubernetesObject<V1ObjectMeta> => services.AddInformer(kind, replace: true, new() { LabelSelector = labelSelector });

    /// <summary>
    /// Adds a controller. Informers of its kind and of those that it owns or watches are added with the defaults, unless
    /// <see cref="AddInformer{T}(IServiceCollection, ResourceKind{T}, InformerOptions{T}?)"/> says otherwise.
    /// </summary>
    public static IServiceCollection AddController<T, TStatus, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TReconciler>(
        this IServiceCollection services, ResourceKind<T> kind, JsonTypeInfo<TStatus> statusJson, Action<ControllerBuilder<T>>? configure = null)
        where T : class, IKubernetesObject<V1ObjectMeta>, IStatus<TStatus?>
        where TStatus : class
        where TReconciler : class, IReconciler<T, TStatus>
    {
        services.AddInformer(kind, replace: false);
        services.TryAddSingleton<TReconciler>();
        var builder = new ControllerBuilder<T>(kind, services);
        configure?.Invoke(builder);
        services.AddSingleton<IController>(provider =>
        {
            var controller = new Controller<T, TStatus>(
                kind, statusJson, builder.WorkerCount, provider.GetRequiredService<Informer<T>>(), provider.GetRequiredService<TReconciler>(),
                provider.GetRequiredService<ResourceWriter>(), provider.GetRequiredService<IEventPublisher>(), provider.GetRequiredService<RuntimeServices>());
            foreach (var subscribe in builder.Subscriptions)
                subscribe(provider, controller);
            return controller;
        });
        return services;
    }

    internal static IServiceCollection AddInformer<T>(
        this IServiceCollection services, ResourceKind<T> kind, bool replace, InformerOptions<T>? options = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (services.All(service => service.ServiceType != typeof(Informer<T>)))
        {
            services.AddSingleton(options ?? new());
            services.AddSingleton(provider => new Informer<T>(
                kind, provider.GetRequiredService<InformerOptions<T>>(), provider.GetRequiredService<RuntimeServices>()));
            services.AddSingleton<IInformer>(provider => provider.GetRequiredService<Informer<T>>());
            services.AddSingleton<IStore<T>>(provider => provider.GetRequiredService<Informer<T>>().Store);
        }
        else if (replace)
        {
            services.Replace(ServiceDescriptor.Singleton(options ?? new()));
        }
        return services;
    }
}
