namespace Environs.Gateway.Access;

/// <summary>What becomes of a request.</summary>
internal enum Verdict
{
    /// <summary>Who sends it may.</summary>
    Allowed,

    /// <summary>It may be allowed to somebody; who sends it has not said who they are.</summary>
    LoginNeeded,

    /// <summary>Who sends it may not, or there is nothing to reach: the answer is the same.</summary>
    Refused,
}
