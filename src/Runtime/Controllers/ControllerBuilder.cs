using Environs.Runtime.Controllers;
using Environs.Runtime.Informers;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Runtime;

/// <summary>Says what else wakes a controller beside its own kind.</summary>
public sealed class ControllerBuilder<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ResourceKind<T> kind;
    private readonly IServiceCollection services;

    internal ControllerBuilder(ResourceKind<T> kind, IServiceCollection services) => (this.kind, this.services) = (kind, services);

    /// <summary>How to subscribe to the other informers, once they exist.</summary>
    internal List<Action<IServiceProvider, IController>> Subscriptions { get; } = [];

    internal int? WorkerCount { get; private set; }

    /// <summary>How many keys this controller works on at once, instead of <see cref="RuntimeOptions.Workers"/>.</summary>
    public ControllerBuilder<T> Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        WorkerCount = count;
        return this;
    }

    /// <summary>A change of a child wakes the resource that controls it (by owner reference).</summary>
    /// <param name="child">The child's kind.</param>
    /// <param name="isNews">Whether a change from one state to another is worth a pass; null for every change. Coming and going always are.</param>
    public ControllerBuilder<T> Owns<TChild>(ResourceKind<TChild> child, Func<TChild, TChild, bool>? isNews = null)
        where TChild : class, IKubernetesObject<V1ObjectMeta> =>
        Watches(child, (thing, _) => OwnerReferences.ControllerKey(kind, thing.Metadata) is { } owner ? [owner] : [], isNews);

    /// <summary>A change of another object wakes the resources that <paramref name="map"/> finds for it (as it was and as it is).</summary>
    /// <param name="other">The other object's kind.</param>
    /// <param name="map">The resources that depend on the other object.</param>
    /// <param name="isNews">Whether a change from one state to another is worth a pass; null for every change. Coming and going always are.</param>
    public ControllerBuilder<T> Watches<TOther>(
        ResourceKind<TOther> other, Func<TOther, IStore<T>, IEnumerable<ResourceKey>> map, Func<TOther, TOther, bool>? isNews = null)
        where TOther : class, IKubernetesObject<V1ObjectMeta>
    {
        services.AddInformer(other, replace: false);
        Subscriptions.Add((provider, controller) =>
        {
            var store = provider.GetRequiredService<IStore<T>>();
            provider.GetRequiredService<Informer<TOther>>().OnChange(change =>
            {
                if (isNews is not null && change is { Before: { } before, After: { } after } && !isNews(before, after))
                    return;
                foreach (var key in Both(change.Before, change.After).SelectMany(thing => map(thing, store)).Distinct())
                    controller.Wake(key, change.Initial);
            });
        });
        return this;
    }

    /// <summary>Something that is no object of the API wakes resources by their names.</summary>
    /// <param name="subscribe">
    /// Is called once, before the controller runs, with what it shall call for each resource and how long its pass may be put off, so that one
    /// pass sees to more; that does not wait.
    /// </param>
    public ControllerBuilder<T> WokenBy(Action<IServiceProvider, Action<ResourceKey, TimeSpan>> subscribe)
    {
        Subscriptions.Add((provider, controller) => subscribe(provider, controller.WakeWithin));
        return this;
    }

    private static IEnumerable<TOther> Both<TOther>(TOther? before, TOther? after)
        where TOther : class
    {
        if (before is not null)
            yield return before;
        if (after is not null)
            yield return after;
    }
}
