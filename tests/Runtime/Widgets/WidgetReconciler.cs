using k8s.Models;

namespace Environs.Runtime.Tests.Widgets;

/// <summary>Makes the widget's ConfigMap and says so; what it did is in <see cref="Passes"/>.</summary>
public sealed class WidgetReconciler(IStore<V1ConfigMap> maps, IResourceWriter writer, Passes passes) : IReconciler<V1Widget, WidgetStatus>
{
    public async Task<Reconciled<WidgetStatus>> ReconcileAsync(V1Widget resource, CancellationToken cancellation)
    {
        passes.Begin(ResourceKey.Of(resource.Metadata));
        try
        {
            await passes.During(resource, cancellation);
            var desired = Desired(resource);
            var owned = maps.OwnedBy(resource.Metadata.Uid);
            if (owned.Count == 0)
                await writer.CreateAsync(Kinds.ConfigMap, desired, cancellation);
            else if (owned[0].Data?["value"] != desired.Data["value"])
                await writer.ApplyAsync(Kinds.ConfigMap, desired, cancellation);

            var text = resource.Spec?.Source is { } source ? maps.Get(new(resource.Metadata.NamespaceProperty, source))?.Data?["text"] : null;
            var status = new WidgetStatus
            {
                Value = resource.Spec?.Value,
                Text = text,
                Conditions = [Conditions.Of(Conditions.Ready, true, "Made")],
            };
            var changed = resource.Status?.Value != status.Value;
            return new(status, passes.RequeueAfter) { Events = changed ? [new("Normal", "Made", $"The value is {status.Value}.")] : [] };
        }
        finally
        {
            passes.End(ResourceKey.Of(resource.Metadata));
        }
    }

    private static V1ConfigMap Desired(V1Widget widget) => new()
    {
        Metadata = new()
        {
            Name = widget.Metadata.Name,
            NamespaceProperty = widget.Metadata.NamespaceProperty,
            OwnerReferences = [OwnerReferences.ControllerOf(V1Widget.Kind, widget)],
        },
        Data = new Dictionary<string, string> { ["value"] = $"{widget.Spec?.Value}" },
    };
}
