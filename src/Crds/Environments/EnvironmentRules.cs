namespace Environs.Crds;

/// <summary>The rules that a schema cannot say: each as CEL for the API server, and as the message that both it and the operator give.</summary>
/// <remarks>A pattern is written once, for RE2 and .NET alike: no <c>\s</c> or <c>\d</c>, which differ between the two.</remarks>
public static class EnvironmentRules
{
    // Neither the host nor, in scp's form, the path can be taken for an option.
    internal const string UrlPattern = @"^(https?|git|ssh)://([^\x00-\x20/@]*@)?[^\x00-\x20/@:-][^\x00-\x20/@]*(/[^\x00-\x20]*)?$";
    internal const string ScpPattern = @"^[A-Za-z0-9._][A-Za-z0-9._-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^\x00-\x20-][^\x00-\x20]*$";
    // A user's name is no secret in ssh; in http it may be a token.
    internal const string CredentialsPattern = @"^https?://[^/]*@|^[a-z]+://[^/@]*:[^/]*@";
    internal const string RefPattern = @"^[^\x00-\x20\x7f~^:?*\[\\-][^\x00-\x20\x7f~^:?*\[\\]*$";
    internal const string PathPattern = @"^[^\x00-\x1f/-][^\x00-\x1f/]*(/[^\x00-\x1f/]+)*$";
    internal const string DotsPattern = @"(^|/)[.][.]?(/|$)";

    internal const string GitUrlCel = $"self.matches(r'{UrlPattern}') || self.matches(r'{ScpPattern}')";
    internal const string NoCredentialsCel = $"!self.matches(r'{CredentialsPattern}')";
    internal const string GitRefCel = $"self.matches(r'{RefPattern}') && !self.contains('..')";
    internal const string RelativePathCel = $"self.matches(r'{PathPattern}') && !self.matches(r'{DotsPattern}')";

    // On the whole object, since what is in force stands in the status. What an older server has let in stays as it is.
    internal const string ClassIsImmutableCel =
        "!has(self.spec.machine) || !has(self.spec.machine.class)"
        + " || !has(oldSelf.status) || !has(oldSelf.status.machine) || !has(oldSelf.status.machine.class)"
        + " || self.spec.machine.class == oldSelf.status.machine.class"
        + " || (has(oldSelf.spec.machine) && has(oldSelf.spec.machine.class) && self.spec.machine.class == oldSelf.spec.machine.class)";

    // What is no duration at all would end the rule with CEL's own words.
    internal const string InactivityCel = $"self.size() > 0 && self.matches(r'{AutomationRules.DurationPattern}') && duration(self) <= duration('8760h')";

    internal const string TextPattern = @"^[^\x00-\x1f]*$";
    internal const string ImagePattern = "^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$";
    internal const string ClassNamePattern = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /// <summary>The name is also that of the pod, its host name and a label.</summary>
    public const string NameLength = "metadata.name must be at most 63 characters";

    /// <summary>The class decides where a volume and a pod may be; neither can follow a change. A class that is not in force yet can be corrected.</summary>
    public const string ClassIsImmutable = "spec.machine.class cannot be changed once it is in force: create another Environment with the class that you want";

    /// <summary>The API document makes the two a oneof.</summary>
    public const string GitOrContextUrl = "exactly one of git and contextUrl must be set";

    /// <summary>Two clones cannot lie in one folder.</summary>
    public const string CheckoutLocationIsUnique = "checkoutLocation must be unique among the specs";

    /// <summary>Only RemoteHead says by itself what is meant.</summary>
    public const string CloneTargetGoesWithTargetMode =
        "cloneTarget must be set when targetMode is RemoteCommit, RemoteBranch, LocalBranch or RemoteTag, and only then";

    /// <summary>Nothing that git could take for an option, a helper (ext::) or a path of the node.</summary>
    public const string GitUrl = "must be a URL that starts with http://, https://, git:// or ssh://, or user@host:path";

    /// <summary>A spec is read by many and kept in Git.</summary>
    public const string NoCredentials = "must not carry credentials: a spec is no place for a secret";

    /// <summary>What git check-ref-format allows of a name.</summary>
    public const string GitRef = "must be the name of a commit, branch or tag: no spaces, no '..', none of ~^:?*[\\, and no '-' in front";

    /// <summary>For ever is 0s.</summary>
    public const string Inactivity = "must be a duration of at most 8760h, such as 45m or 8h; 0s is for ever";

    /// <summary>The reference's own limit; a class has none.</summary>
    public const string ShortInactivity = "must be 0s or at least 30m, or not less than the class's own timeouts.disconnected";

    /// <summary>Nothing may be written outside the content volume.</summary>
    public const string RelativePath = "must be a relative path without empty, '.' or '..' parts, and without '-' in front";
}
