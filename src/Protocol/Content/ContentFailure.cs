namespace Environs.Protocol.Content;

/// <summary>Why the content could not be initialised.</summary>
public sealed record ContentFailure
{
    /// <summary>So many refusals in a row are the remote's last word.</summary>
    public const int FinalRefusals = 5;

    /// <summary>What git or the operating system said, without credentials, in at most 1024 characters.</summary>
    public string Message { get; set; } = "";

    /// <summary>How many times in a row the remote has answered and refused; 0 where it did not answer (a network that will come back).</summary>
    public int Refusals { get; set; }
}
