using Environs.Crds;
using static Environs.Support.Specs;

namespace Environs.Support;

/// <summary>One object for every rule of every schema; a test proves that none is missing.</summary>
public static class BadObjects
{
    /// <summary>Those that are refused when they are created.</summary>
    public static IReadOnlyList<BadObject> All { get; } = [.. Environments(), .. Identity(), .. Content(), .. Urls(), .. AutomationsFile(), .. Devcontainer(), .. Dotfiles(), .. Timeouts(), .. Ports(), .. BadSecrets.All, .. BadSshKeys.All, .. Classes(), .. ClassLimits(), .. Egress(), .. BadAutomations.All];

    /// <summary>Those that are refused as a change.</summary>
    public static IReadOnlyList<BadUpdate> Updates { get; } =
    [
        new("another class", "Environment", """{"machine":{"class":"small"}}""", """{"machine":{"class":"large"}}""", "spec.machine.class", EnvironmentRules.ClassIsImmutable, Small),
        new("another class than the default", "Environment", "{}", """{"machine":{"class":"large"}}""", "spec.machine.class", EnvironmentRules.ClassIsImmutable, Small),
        .. BadAutomations.Updates,
    ];

    private const string Small = """{"machine":{"class":"small"},"conditions":[]}""";

    private static IEnumerable<BadObject> Environments()
    {
        yield return new("no spec", "Environment", null, "spec", "required");
        yield return new("a name of 64 characters", "Environment", "{}", "metadata.name", "rule", EnvironmentRules.NameLength, Text(64));
        yield return Environment("displayName of 81 characters", With("""{"displayName":"@"}""", Text(81)), "displayName", "maxLength");
        yield return Environment("desiredPhase Deleted", """{"desiredPhase":"Deleted"}""", "desiredPhase", "enum");
        yield return Environment("class of 254 characters", With("""{"machine":{"class":"@"}}""", Text(254)), "machine.class", "maxLength");
        yield return Environment("class in capitals", """{"machine":{"class":"Large"}}""", "machine.class", "pattern");
        yield return Environment("class that is empty", """{"machine":{"class":""}}""", "machine.class", "pattern");
        yield return Environment("machine.session of 257 characters", With("""{"machine":{"session":"@"}}""", Text(257)), "machine.session", "maxLength");
        yield return Environment("image that is empty", """{"devcontainer":{"defaultDevcontainerImage":""}}""", "devcontainer.defaultDevcontainerImage", "minLength");
        yield return Environment("image of 513 characters", With("""{"devcontainer":{"defaultDevcontainerImage":"@"}}""", Text(513)), "devcontainer.defaultDevcontainerImage", "maxLength");
        yield return Environment("image with a space", """{"devcontainer":{"defaultDevcontainerImage":"debian :12"}}""", "devcontainer.defaultDevcontainerImage", "pattern");
        yield return Environment("image like an option", """{"devcontainer":{"defaultDevcontainerImage":"-v"}}""", "devcontainer.defaultDevcontainerImage", "pattern");
    }

    private static IEnumerable<BadObject> Identity()
    {
        yield return Environment("admission of Friends", """{"admission":"Friends"}""", "admission", "enum");
        yield return Environment("owner without a name", """{"owner":{}}""", "owner.name", "required");
        yield return Environment("owner whose name is empty", """{"owner":{"name":""}}""", "owner.name", "minLength");
        yield return Environment("owner of 513 characters", With("""{"owner":{"name":"@"}}""", Text(513)), "owner.name", "maxLength");
        yield return Environment("owner of two lines", """{"owner":{"name":"a\nb"}}""", "owner.name", "pattern");
    }

    private static IEnumerable<BadObject> Content()
    {
        yield return Environment("gitUsername of 257 characters", With("""{"content":{"gitUsername":"@"}}""", Text(257)), "content.gitUsername", "maxLength");
        yield return Environment("gitUsername of two lines", """{"content":{"gitUsername":"a\nb"}}""", "content.gitUsername", "pattern");
        yield return Environment("gitEmail of 321 characters", With("""{"content":{"gitEmail":"@"}}""", Text(321)), "content.gitEmail", "maxLength");
        yield return Environment("gitEmail that ends a line", """{"content":{"gitEmail":"a@b.c\n"}}""", "content.gitEmail", "pattern");
        yield return Environment("content.session of 257 characters", With("""{"content":{"session":"@"}}""", Text(257)), "content.session", "maxLength");

        const string specs = "content.initializer.specs";
        var eleven = string.Join(',', Enumerable.Repeat("""{"contextUrl":{"url":"https://example.com/app"}}""", 11));
        yield return Environment("eleven repositories", With("""{"content":{"initializer":{"specs":[@]}}}""", eleven), specs, "maxItems");
        yield return Environment(
            "two repositories in one folder", Repositories(Git(", \"checkoutLocation\":\"app\""), Git(", \"checkoutLocation\":\"app\"")), specs, "rule",
            EnvironmentRules.CheckoutLocationIsUnique);
        yield return Environment("neither git nor contextUrl", Repositories("{}"), $"{specs}[0]", "rule", EnvironmentRules.GitOrContextUrl);
        yield return Environment(
            "both git and contextUrl", Repositories("""{"git":{"remoteUri":"https://example.com/app"},"contextUrl":{"url":"https://example.com/app"}}"""),
            $"{specs}[0]", "rule", EnvironmentRules.GitOrContextUrl);

        const string git = $"{specs}[0].git";
        yield return Environment("targetMode Newest", Repositories(Git(", \"targetMode\":\"Newest\", \"cloneTarget\":\"main\"")), $"{git}.targetMode", "enum");
        yield return Environment(
            "targetMode without cloneTarget", Repositories(Git(", \"targetMode\":\"RemoteTag\"")), git, "rule", EnvironmentRules.CloneTargetGoesWithTargetMode);
        yield return Environment(
            "cloneTarget without targetMode", Repositories(Git(", \"cloneTarget\":\"main\"")), git, "rule", EnvironmentRules.CloneTargetGoesWithTargetMode);
        yield return Environment("cloneTarget that is empty", Repositories(Branch("")), $"{git}.cloneTarget", "minLength");
        yield return Environment("cloneTarget of 256 characters", Repositories(Branch(Text(256))), $"{git}.cloneTarget", "maxLength");
        foreach (var target in (string[])["--upload-pack=touch", "a b", "a..b", "a~1", "a:b", @"a\\b", "a\\n", "HEAD^", "a*", "a[b"])
            yield return Environment($"cloneTarget {target}", Repositories(Branch(target)), $"{git}.cloneTarget", "rule", EnvironmentRules.GitRef);

        yield return Environment("checkoutLocation that is empty", Repositories(Folder("")), $"{git}.checkoutLocation", "minLength");
        yield return Environment("checkoutLocation of 256 characters", Repositories(Folder(Text(256))), $"{git}.checkoutLocation", "maxLength");
        foreach (var folder in (string[])["/etc", "..", "a/../b", "./a", "a/.", "-a", "a//b", "a/", "a\\nb"])
            yield return Environment($"checkoutLocation {folder}", Repositories(Folder(folder)), $"{git}.checkoutLocation", "rule", EnvironmentRules.RelativePath);
    }

    private static IEnumerable<BadObject> Urls()
    {
        const string specs = "content.initializer.specs[0]";
        yield return Environment("git without remoteUri", Repositories("""{"git":{}}"""), $"{specs}.git.remoteUri", "required");
        yield return Environment("contextUrl without url", Repositories("""{"contextUrl":{}}"""), $"{specs}.contextUrl.url", "required");
        foreach (var (field, of) in Addresses)
        {
            var name = field[(field.LastIndexOf('.') + 1)..];
            yield return Environment($"{name} of 2049 characters", Repositories(of($"https://example.com/{Text(2029)}")), $"{specs}.{field}", "maxLength");
            foreach (var url in BadUrls)
                yield return Environment($"{name} {url}", Repositories(of(url)), $"{specs}.{field}", "rule", EnvironmentRules.GitUrl);
            yield return Environment(
                $"{name} with a password", Repositories(of("https://user:secret@example.com/app")), $"{specs}.{field}", "rule", EnvironmentRules.NoCredentials);
            yield return Environment(
                $"{name} with a token", Repositories(of("https://token@example.com/app")), $"{specs}.{field}", "rule", EnvironmentRules.NoCredentials);
        }
    }

    private static (string Field, Func<string, string> Spec)[] Addresses =>
    [
        ("git.remoteUri", url => With("""{"git":{"remoteUri":"@"}}""", url)),
        ("git.upstreamRemoteUri", url => With("""{"git":{"remoteUri":"https://example.com/app","upstreamRemoteUri":"@"}}""", url)),
        ("contextUrl.url", url => With("""{"contextUrl":{"url":"@"}}""", url)),
    ];

    private static string[] BadUrls =>
    [
        "", "app", "/srv/app.git", "file:///etc", "ext::sh -c touch", "-u", "https://-u", "ssh://-oProxyCommand=touch/x", "ssh://a@-oProxyCommand=touch/x",
        "https://", "git@-host:app", "git@example.com:-app", "https://example.com/a b", "https://example.com/app\\n",
    ];

    private static IEnumerable<BadObject> Devcontainer()
    {
        const string path = "devcontainer.devcontainerFilePath";
        yield return Environment("devcontainerFilePath of 1025 characters", With("""{"devcontainer":{"devcontainerFilePath":"@"}}""", Text(1025)), path, "maxLength");
        foreach (var file in (string[])["", "/etc/passwd", "a/../../b", "-f"])
            yield return Environment($"devcontainerFilePath {file}", With("""{"devcontainer":{"devcontainerFilePath":"@"}}""", file), path, "rule", EnvironmentRules.RelativePath);
        yield return Environment("devcontainer.session of 257 characters", With("""{"devcontainer":{"session":"@"}}""", Text(257)), "devcontainer.session", "maxLength");
        yield return Environment("lifecycleStage Half", """{"devcontainer":{"lifecycleStage":"Half"}}""", "devcontainer.lifecycleStage", "enum");
    }

    private static IEnumerable<BadObject> Dotfiles()
    {
        const string repository = "devcontainer.dotfiles.repository";
        yield return Environment("dotfiles without repository", """{"devcontainer":{"dotfiles":{}}}""", repository, "required");
        yield return Environment("dotfiles.repository of 2049 characters", Of($"https://example.com/{Text(2029)}"), repository, "maxLength");
        foreach (var url in BadUrls) yield return Environment($"dotfiles.repository {url}", Of(url), repository, "rule", EnvironmentRules.GitUrl);
        yield return Environment("dotfiles.repository with a token", Of("https://token@example.com/dotfiles"), repository, "rule", EnvironmentRules.NoCredentials);

        static string Of(string url) => With("""{"devcontainer":{"dotfiles":{"repository":"@"}}}""", url);
    }

    private static IEnumerable<BadObject> AutomationsFile()
    {
        const string path = "automationsFile.automationsFilePath";
        yield return Environment("automationsFilePath of 1025 characters", With("""{"automationsFile":{"automationsFilePath":"@"}}""", Text(1025)), path, "maxLength");
        foreach (var file in (string[])["", "/etc/passwd", "a/../../b", "-f"])
            yield return Environment($"automationsFilePath {file}", With("""{"automationsFile":{"automationsFilePath":"@"}}""", file), path, "rule", EnvironmentRules.RelativePath);
        yield return Environment("automationsFile.session of 257 characters", With("""{"automationsFile":{"session":"@"}}""", Text(257)), "automationsFile.session", "maxLength");
        foreach (var bad in BadAutomations.Triggers("Environment", triggers => With("""{"automationsFile":{"triggerFilter":@}}""", triggers), "spec.automationsFile.triggerFilter", 6))
            yield return bad;
    }

    private static IEnumerable<BadObject> Timeouts()
    {
        const string environment = """{"timeout":{"disconnected":"@"}}""";
        const string @class = """{"timeouts":{"disconnected":"@"}}""";
        yield return Environment("timeout of 33 characters", With(environment, $"{new string('0', 32)}s"), "timeout.disconnected", "maxLength");
        yield return Environment("timeout that is empty", With(environment, ""), "timeout.disconnected", "minLength");
        yield return Class("timeouts of 33 characters", With(@class, $"{new string('0', 32)}s"), "timeouts.disconnected", "maxLength");
        yield return Class("timeouts that are empty", With(@class, ""), "timeouts.disconnected", "minLength");
        foreach (var text in (string[])["30", "half an hour", "-30m", "1d", "30m1h"])
        {
            yield return Environment($"timeout {text}", With(environment, text), "timeout.disconnected", "pattern");
            yield return Class($"timeouts {text}", With(@class, text), "timeouts.disconnected", "pattern");
        }
        foreach (var text in (string[])["8760h1ms", "999999h"])
        {
            yield return Environment($"timeout {text}", With(environment, text), "timeout.disconnected", "rule", EnvironmentRules.Inactivity);
            yield return new($"timeouts {text}", "EnvironmentClass", With(@class, text), "spec.timeouts.disconnected", "rule", EnvironmentRules.Inactivity);
        }
    }

    private static IEnumerable<BadObject> Classes()
    {
        yield return new("no spec of a class", "EnvironmentClass", null, "spec", "required");
        yield return Class("podSecurityLevel Privileged", """{"podSecurityLevel":"Privileged"}""", "podSecurityLevel", "enum");
        yield return Class("storage without size", """{"storage":{}}""", "storage.size", "required");
        foreach (var size in (string[])["-1Gi", "0", "20GB", "lots"])
            yield return Class($"storage.size {size}", With("""{"storage":{"size":"@"}}""", size), "storage.size", "pattern");
        yield return Class("storage.size of 65 characters", With("""{"storage":{"size":"@"}}""", new string('1', 65)), "storage.size", "maxLength");
        yield return Class("deletionPolicy Archive", """{"storage":{"size":"1Gi","deletionPolicy":"Archive"}}""", "storage.deletionPolicy", "enum");
        yield return Class("image of a class with a space", """{"image":"debian :12"}""", "image", "pattern");
        yield return Class("toleration with operator Lt", """{"tolerations":[{"operator":"Lt"}]}""", "tolerations[0].operator", "enum");
        yield return Class("toleration with effect Never", """{"tolerations":[{"effect":"Never"}]}""", "tolerations[0].effect", "enum");
        yield return Class("grace of 0 seconds", """{"terminationGracePeriodSeconds":0}""", "terminationGracePeriodSeconds", "minimum");
        yield return Class("grace of 3601 seconds", """{"terminationGracePeriodSeconds":3601}""", "terminationGracePeriodSeconds", "maximum");
        foreach (var part in (string[])["requests", "limits"])
        {
            yield return Class($"{part} of two cores", Resources(part, """{"cpu":"two"}"""), $"resources.{part}.cpu", "pattern");
            yield return Class($"{part} of 65 characters", Resources(part, With("""{"cpu":"@"}""", new string('1', 65))), $"resources.{part}.cpu", "maxLength");
            yield return Class($"17 {part}", Resources(part, Map(17, "\"1\"")), $"resources.{part}", "maxProperties");
        }
    }

    private static IEnumerable<BadObject> Ports()
    {
        const string port = "ports[0]";
        yield return Environment("a port without number", """{"ports":[{"name":"web"}]}""", $"{port}.port", "required");
        yield return Environment("port 1023", """{"ports":[{"port":1023}]}""", $"{port}.port", "minimum");
        yield return Environment("port 65536", """{"ports":[{"port":65536}]}""", $"{port}.port", "maximum");
        yield return Environment("a port's name that is empty", """{"ports":[{"port":3000,"name":""}]}""", $"{port}.name", "minLength");
        yield return Environment("a port's name of 101 characters", With("""{"ports":[{"port":3000,"name":"@"}]}""", Text(101)), $"{port}.name", "maxLength");
        yield return Environment("a port for nobody", """{"ports":[{"port":3000,"admission":"Nobody"}]}""", $"{port}.admission", "enum");
        yield return Environment("a port of UDP", """{"ports":[{"port":3000,"protocol":"UDP"}]}""", $"{port}.protocol", "enum");
        yield return Environment("a port twice", """{"ports":[{"port":3000},{"port":3000}]}""", "ports[1]", "map");
        yield return Environment("101 ports", With("""{"ports":[@]}""", string.Join(',', Enumerable.Range(2000, 101).Select(one => $"{{\"port\":{one}}}"))), "ports", "maxItems");
    }

    private static IEnumerable<BadObject> ClassLimits()
    {
        foreach (var (field, minimum, maximum) in ((string, int, int)[])[("displayName", 3, 127), ("description", 3, 200), ("image", 1, 512), ("runtimeClassName", 1, 253)])
            foreach (var bad in Lengths(field, $"{{\"{field}\":\"@\"}}", minimum, maximum)) yield return bad;
        foreach (var bad in Lengths("storage.storageClassName", """{"storage":{"size":"1Gi","storageClassName":"@"}}""", 1, 253)) yield return bad;
        foreach (var bad in Lengths("nodeSelector.a", """{"nodeSelector":{"a":"@"}}""", 0, 63)) yield return bad;
        foreach (var bad in Lengths("tolerations[0].key", """{"tolerations":[{"key":"@"}]}""", 0, 316)) yield return bad;
        foreach (var bad in Lengths("tolerations[0].value", """{"tolerations":[{"value":"@"}]}""", 0, 63)) yield return bad;
        yield return Class("33 nodeSelectors", With("""{"nodeSelector":@}""", Map(33, "\"x\"")), "nodeSelector", "maxProperties");
        yield return Class("33 tolerations", With("""{"tolerations":[@]}""", string.Join(',', Enumerable.Repeat("{}", 33))), "tolerations", "maxItems");
    }

    private static IEnumerable<BadObject> Egress()
    {
        const string allow = """{"egress":{"allow":[@]}}""";
        const string port = """{"egress":{"allow":[{"cidr":"10.0.0.0/8","ports":[@]}]}}""";
        yield return Class("egress to Some", """{"egress":{"policy":"Some"}}""", "egress.policy", "enum");
        yield return Class("egress to nowhere", With(allow, "{}"), "egress.allow[0].cidr", "required");
        foreach (var cidr in (string[])["10.0.0.0", "010.0.0.0/8", "example.com/8", "::ffff:10.0.0.0/104"])
            yield return Class($"egress to {cidr}", With(allow, $"{{\"cidr\":\"{cidr}\"}}"), "egress.allow[0].cidr", "pattern");
        yield return Class("egress to an address of 44 characters", With(allow, $"{{\"cidr\":\"{new string(':', 41)}/64\"}}"), "egress.allow[0].cidr", "maxLength");
        yield return Class("egress to an address that is empty", With(allow, """{"cidr":""}"""), "egress.allow[0].cidr", "minLength");
        yield return Class("egress to 65 addresses", With(allow, List(65, """{"cidr":"10.0.0.@/32"}""")), "egress.allow", "maxItems");
        yield return Class("egress to 33 ports", With(port, List(33, """{"port":1@}""")), "egress.allow[0].ports", "maxItems");
        yield return Class("egress to a port without number", With(port, "{}"), "egress.allow[0].ports[0].port", "required");
        yield return Class("egress to a port of HTTP", With(port, """{"port":80,"protocol":"HTTP"}"""), "egress.allow[0].ports[0].protocol", "enum");
        foreach (var (number, keyword) in ((int, string)[])[(0, "minimum"), (65536, "maximum")])
        {
            yield return Class($"egress to port {number}", With(port, $"{{\"port\":{number}}}"), "egress.allow[0].ports[0].port", keyword);
            yield return Class($"egress up to port {number}", With(port, $"{{\"port\":1,\"endPort\":{number}}}"), "egress.allow[0].ports[0].endPort", keyword);
        }
        yield return new("egress to ports from 2 to 1", "EnvironmentClass", With(port, """{"port":2,"endPort":1}"""), "spec.egress.allow[0].ports[0]", "rule", EgressRules.PortsInOrder);
    }

    private static IEnumerable<BadObject> Lengths(string field, string spec, int minimum, int maximum)
    {
        yield return Class($"a class's {field} of {maximum + 1} characters", spec.Replace("@", Text(maximum + 1)), field, "maxLength");
        if (minimum > 0) yield return Class($"a class's {field} of {minimum - 1} characters", spec.Replace("@", Text(minimum - 1)), field, "minLength");
    }

    private static BadObject Environment(string name, string spec, string field, string keyword, string? message = null) =>
        new(name, "Environment", spec, $"spec.{field}", keyword, message);

    private static BadObject Class(string name, string spec, string field, string keyword) => new(name, "EnvironmentClass", spec, $"spec.{field}", keyword);
}
