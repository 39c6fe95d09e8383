using Environs.Operator.Admission;
using Environs.Operator.GitServers;
using Environs.Operator.NetworkPolicies;
using Environs.Operator.Supervision;

namespace Environs.Operator;

/// <summary>The operator's settings, from the section <c>Operator</c> of the configuration (variables <c>OPERATOR__…</c>).</summary>
public sealed record OperatorOptions
{
    /// <summary>Namespace of the operator and its lease. Default: the namespace of its service account, else <c>environs-system</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary>Name of this replica. Default: the host's name, which is the pod's.</summary>
    public string? Identity { get; set; }

    /// <summary>Name of the operator's own service account, for whose requests nobody is recorded as creator; empty outside a cluster.</summary>
    public string ServiceAccount { get; set; } = "";

    /// <summary>Image of the init container when nothing is to be cloned: the supervisor alone.</summary>
    public string SupervisorImage { get; set; } = "";

    /// <summary>Image of the init container that clones: git and the supervisor.</summary>
    public string ContentImage { get; set; } = "";

    /// <summary>Image of the dev container when neither the environment nor its class names one.</summary>
    public string DefaultImage { get; set; } = "";

    /// <summary>The cluster's own DNS domain, in which environments look up what runs beside them.</summary>
    public string ClusterDomain { get; set; } = "cluster.local";

    /// <summary>The domain in which the gateway serves environments, with a port unless that is 443; null where there is no gateway.</summary>
    public string? GatewayDomain { get; set; }

    /// <summary>Name of the gateway's service account in the operator's namespace, which may read logs; empty where there is no gateway.</summary>
    public string GatewayAccount { get; set; } = "";

    /// <summary>Secret of the operator's namespace with the keys of access tokens, made by the operator for the gateway; empty where there is no gateway.</summary>
    public string TokenSecret { get; set; } = "";

    /// <summary>Whether replicas elect a leader; off only for a single process in development.</summary>
    public bool LeaderElection { get; set; } = true;

    /// <summary>Port of <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
    public int HttpPort { get; set; } = 8080;

    /// <summary>The endpoint that supervisors dial.</summary>
    public SupervisionOptions Supervision { get; set; } = new();

    /// <summary>The endpoint that the API server asks before it takes an object of ours.</summary>
    public AdmissionOptions Admission { get; set; } = new();

    /// <summary>Git servers with authorities of their own.</summary>
    public GitServerOptions GitServers { get; set; } = new();

    /// <summary>What environments may be reached by and may reach.</summary>
    public NetworkPolicyOptions NetworkPolicy { get; set; } = new();

    /// <summary>How long a supervisor may be silent before its environment counts as one that nobody works in, however short the limit for that is.</summary>
    public TimeSpan LeastSilence { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Pause before a pod that was lost for the second time is made again; the first time there is none.</summary>
    public TimeSpan RecreationDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Pause before a pod that was lost for the third time or more is made again.</summary>
    public TimeSpan RecreationDelayLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A pod that ran this long was healthy: the next loss counts as the first.</summary>
    public TimeSpan RecreationReset { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a pod may be without a node before that counts as trouble; volumes take a moment to be bound.</summary>
    public TimeSpan SchedulingGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a node may take to start a container, its image's pull included, before that counts as trouble.</summary>
    public TimeSpan StartGrace { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a container that was started again must stay up before it counts as running.</summary>
    public TimeSpan RestartGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait before the API server is asked again for what it has refused, such as a pod over quota.</summary>
    public TimeSpan RefusalDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many finished executions of each task are kept; older ones are deleted.</summary>
    public int KeptExecutions { get; set; } = 10;

    /// <summary>What is missing or wrong, or null.</summary>
    public string? Problem() =>
        SupervisorImage.Length == 0 ? "OPERATOR__SUPERVISORIMAGE must name the supervisor's image, such as registry/environs/supervisor:1.0."
        : ContentImage.Length == 0 ? "OPERATOR__CONTENTIMAGE must name the content image, such as registry/environs/content:1.0."
        : DefaultImage.Length == 0 ? "OPERATOR__DEFAULTIMAGE must name the image that environments get when nobody names one."
        : Supervision.Port == HttpPort ? $"OPERATOR__SUPERVISION__PORT and OPERATOR__HTTPPORT are both {HttpPort}; they must differ."
        : Admission.IsOn && (Admission.Port == HttpPort || Admission.Port == Supervision.Port)
            ? $"OPERATOR__ADMISSION__PORT is {Admission.Port}; it must differ from OPERATOR__HTTPPORT and OPERATOR__SUPERVISION__PORT."
        : Admission.Problem() ?? Supervision.Problem() ?? NetworkPolicy.Problem() ?? GitServers.Problem();
}
