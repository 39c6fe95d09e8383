namespace Environs.Crds;

/// <summary>The repositories that are cloned at the first start.</summary>
public sealed record ContentInitializer
{
    /// <summary>Repositories to clone side by side, at most 10.</summary>
    [MaxLength(10)]
    [ListAtomic]
    [Rule(
        "self.all(a, !has(a.git) || !has(a.git.checkoutLocation) || "
        + "self.exists_one(b, has(b.git) && has(b.git.checkoutLocation) && b.git.checkoutLocation == a.git.checkoutLocation))",
        EnvironmentRules.CheckoutLocationIsUnique)]
    public IList<ContentInitializerSpec>? Specs { get; set; }
}
