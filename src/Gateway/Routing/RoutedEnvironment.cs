using Environs.Crds;
using k8s;
using k8s.Models;

namespace Environs.Gateway.Routing;

/// <summary>What the gateway keeps of an Environment: who may come in, to which ports, and whether it runs. The rest is never read.</summary>
internal sealed record RoutedEnvironment : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public RoutedSpec? Spec { get; set; }

    public RoutedStatus? Status { get; set; }

    /// <summary>The part of the spec that is kept.</summary>
    internal sealed record RoutedSpec
    {
        public string? Admission { get; set; }

        public IList<PortSpec>? Ports { get; set; }
    }

    /// <summary>The part of the status that is kept.</summary>
    internal sealed record RoutedStatus
    {
        public string? Phase { get; set; }

        public Person? Creator { get; set; }

        public Person? Owner { get; set; }

        public string? Organization { get; set; }

        public IList<Condition>? Conditions { get; set; }

        public Machine? Machine { get; set; }

        public Devcontainer? Devcontainer { get; set; }
    }

    /// <summary>Somebody, as the API server knew them.</summary>
    internal sealed record Person
    {
        public string? Name { get; set; }

        public string? Uid { get; set; }
    }

    /// <summary>The part of a condition that is kept.</summary>
    internal sealed record Condition
    {
        public string? Type { get; set; }

        public string? Status { get; set; }

        public string? Message { get; set; }
    }

    /// <summary>The part of the dev container that is kept.</summary>
    internal sealed record Devcontainer
    {
        public IList<ForwardedPort>? ForwardedPorts { get; set; }
    }

    /// <summary>The part of the machine that is kept.</summary>
    internal sealed record Machine
    {
        public string? PodName { get; set; }
    }
}
