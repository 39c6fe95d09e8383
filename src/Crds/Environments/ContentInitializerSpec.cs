namespace Environs.Crds;

/// <summary>One repository, given as git knows it or as a browser shows it.</summary>
[Rule("has(self.git) != has(self.contextUrl)", EnvironmentRules.GitOrContextUrl)]
public sealed record ContentInitializerSpec
{
    /// <summary>A repository by its clone address and what to check out of it. Excludes contextUrl.</summary>
    public GitInitializer? Git { get; set; }

    /// <summary>A repository, branch, tag, commit, file, pull request or merge request by its address in a browser. Excludes git.</summary>
    public ContextUrlInitializer? ContextUrl { get; set; }
}
