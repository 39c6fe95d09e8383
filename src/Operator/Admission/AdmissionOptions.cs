namespace Environs.Operator.Admission;

/// <summary>Settings of the endpoint that the API server asks before it takes an object of ours (variables <c>OPERATOR__ADMISSION__…</c>).</summary>
public sealed record AdmissionOptions
{
    /// <summary>
    /// Name of the MutatingWebhookConfiguration and the ValidatingWebhookConfiguration that lead here. Empty: there are none, so nobody knows
    /// who created anything, and nothing listens.
    /// </summary>
    public string Configuration { get; set; } = "";

    /// <summary>Name of the operator's Service, in its own namespace, that the API server dials.</summary>
    public string Service { get; set; } = "environs-admission";

    /// <summary>Port of the endpoint; HTTPS only.</summary>
    public int Port { get; set; } = 9443;

    /// <summary>How many questions to the API server are open at once: whoever floods the endpoint must not flood it, too.</summary>
    public int Reviews { get; set; } = 20;

    /// <summary>How long a replica that has just started waits to be asked for before it counts as ready all the same, so that an upgrade goes on.</summary>
    public TimeSpan ReadyLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether there is a webhook.</summary>
    internal bool IsOn => Configuration.Length > 0;

    /// <summary>The name by which the API server knows a Service's pods.</summary>
    internal string ServerName(string ns) => $"{Service}.{ns}.svc";

    /// <summary>What is wrong, or null.</summary>
    internal string? Problem() =>
        IsOn && Port is < 1 or > 65535 ? $"OPERATOR__ADMISSION__PORT is {Port}; it must be a port from 1 to 65535."
        : Reviews < 1 ? $"OPERATOR__ADMISSION__REVIEWS is {Reviews}; it must be at least 1."
        : null;
}
