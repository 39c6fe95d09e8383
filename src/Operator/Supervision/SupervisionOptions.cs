namespace Environs.Operator.Supervision;

/// <summary>Settings of the endpoint that supervisors dial (variables <c>OPERATOR__SUPERVISION__…</c>).</summary>
public sealed record SupervisionOptions
{
    /// <summary>Port of the endpoint; HTTP/2 over TLS only.</summary>
    public int Port { get; set; } = 8443;

    /// <summary>Where pods dial, as IP:PORT; for an operator outside the cluster. Default: the address of <see cref="Service"/>.</summary>
    public string? Address { get; set; }

    /// <summary>Name of the operator's Service, in its own namespace, at whose cluster IP pods dial.</summary>
    public string Service { get; set; } = "environs-supervision";

    /// <summary>Name of the Secret with the certificates, in the operator's own namespace; made by the operator.</summary>
    public string Secret { get; set; } = "environs-supervision";

    /// <summary>Name of the ConfigMap in each namespace with an environment by which its pods find the operator; made by the operator.</summary>
    public string ConfigMap { get; set; } = "environs-operator";

    /// <summary>How long a serving certificate is valid; it is renewed after two thirds of it.</summary>
    public TimeSpan CertificateLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long the authority that signs it is valid; the next one is made after two thirds of it.</summary>
    public TimeSpan AuthorityLifetime { get; set; } = TimeSpan.FromDays(730);

    /// <summary>How long a new authority is only made known to pods before it signs; kubelet needs about a minute to bring it to them.</summary>
    public TimeSpan AuthoritySettling { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How far the clocks of two nodes may differ: certificates are valid from so long before they were made.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause between two looks at certificates, ConfigMaps and streams; a look costs no request unless something is to be done.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause before what the API server refused is tried again, and between two writes of the certificates.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many callers' tokens are checked at once.</summary>
    public int Reviews { get; set; } = 20;

    /// <summary>How long a caller waits for its turn to be checked before it is told to come back.</summary>
    public TimeSpan ReviewWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stream may be open without its first report.</summary>
    public TimeSpan FirstReportLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The shortest time between two reports of one stream; one that reports more often is read more slowly.</summary>
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a supervisor that was asked for a log may take to send its first chunk before it is asked again.</summary>
    public TimeSpan LogAnswerLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a log is waited for whose supervisor is not connected.</summary>
    public TimeSpan LogPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the reader of a log may take nothing before it is not sent any more.</summary>
    public TimeSpan LogIdle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The same refusal of the same pod is logged at most once in this time.</summary>
    public TimeSpan RefusalLogInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong, or null.</summary>
    internal string? Problem() =>
        Port is < 1 or > 65535 ? $"OPERATOR__SUPERVISION__PORT is {Port}; it must be a port from 1 to 65535."
        : AuthoritySettling >= AuthorityLifetime / 3
            ? $"OPERATOR__SUPERVISION__AUTHORITYSETTLING is {AuthoritySettling}; it must be less than a third of AUTHORITYLIFETIME ({AuthorityLifetime})."
        : Reviews < 1 ? $"OPERATOR__SUPERVISION__REVIEWS is {Reviews}; it must be at least 1."
        : null;
}
