using static Environs.Support.Specs;

namespace Environs.Support;

/// <summary>Objects that must be taken: the ordinary, and those at the very edge of each rule.</summary>
public static class GoodObjects
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GoodObject> All { get; } = [.. Environments(), .. Classes(), .. GoodAutomations.All];

    private static IEnumerable<GoodObject> Environments()
    {
        yield return Environment("nothing", "{}");
        yield return Environment("a name in another script", """{"displayName":"Ümgebung 🚀"}""");
        // Eighty characters of two UTF-16 units each: a schema counts code points.
        yield return Environment("a name of 80 rockets", With("""{"displayName":"@"}""", string.Concat(Enumerable.Repeat("🚀", 80))));
        yield return Environment("an owner by e-mail", """{"owner":{"name":"alice@example.com"},"admission":"CreatorOnly"}""");
        yield return Environment("a service account as owner", """{"owner":{"name":"system:serviceaccount:team:agent"},"admission":"Organization"}""");
        yield return Environment("an owner of 512 characters", With("""{"owner":{"name":"@"},"admission":"Everyone"}""", Text(512)));
        yield return Environment("for the owner only", """{"admission":"OwnerOnly"}""");
        yield return Environment("stopped", """{"desiredPhase":"Stopped"}""");
        yield return Environment("running", """{"desiredPhase":"Running"}""");
        yield return Environment(
            "an environment at its limits",
            $$$$"""
            {"displayName":"{{{{Text(80)}}}}","machine":{"class":"{{{{Text(253)}}}}","session":"{{{{Text(256)}}}}"},
             "devcontainer":{"defaultDevcontainerImage":"{{{{Text(512)}}}}","devcontainerFilePath":"{{{{Text(1024)}}}}","lifecycleStage":"Prebuild","session":"{{{{Text(256)}}}}","dotfiles":{"repository":"https://example.com/ada/dotfiles"}},
             "content":{"gitUsername":"{{{{Text(256)}}}}","gitEmail":"{{{{Text(320)}}}}","session":"{{{{Text(256)}}}}","initializer":{"specs":[
              {"git":{"remoteUri":"https://example.com/{{{{Text(2028)}}}}","upstreamRemoteUri":"https://example.com/{{{{Text(2028)}}}}",
                      "targetMode":"LocalBranch","cloneTarget":"{{{{Text(255)}}}}","checkoutLocation":"{{{{Text(255)}}}}"}},
              {"contextUrl":{"url":"https://example.com/{{{{Text(2028)}}}}"}}]}},
             "automationsFile":{"automationsFilePath":"{{{{Text(1024)}}}}","session":"{{{{Text(256)}}}}",
              "triggerFilter":["Manual","PostMachineStart","PostDevcontainerStart","PostEnvironmentStart","Prebuild","BeforeSnapshot"]}}
            """);
        yield return Environment("every text empty that may be", """{"displayName":"","machine":{"session":""},"content":{"gitUsername":"","gitEmail":"","session":""}}""");
        yield return Environment("image with registry, tag and digest", """{"devcontainer":{"defaultDevcontainerImage":"registry.example.com:5000/a/b_c:1.2@sha256:0123"}}""");
        yield return Environment("a devcontainer.json of its own place", """{"devcontainer":{"devcontainerFilePath":".devcontainer/web/devcontainer.json","lifecycleStage":"Full"}}""");
        yield return Environment("an automations file at its usual place", """{"automationsFile":{}}""");
        yield return Environment("an automations file and no trigger", """{"automationsFile":{"automationsFilePath":".ona/automations.yaml","session":"","triggerFilter":[]}}""");
        foreach (var limit in (string[])["0s", "30m", "1800s", "8h", "1h30m", "8760h", "1s"])
        {
            yield return Environment($"a timeout of {limit}", With("""{"timeout":{"disconnected":"@"}}""", limit));
            yield return Class($"timeouts of {limit}", With("""{"timeouts":{"disconnected":"@"}}""", limit));
        }
        yield return Environment(
            "ports at their limits",
            With("""{"ports":[{"port":1024,"name":"@","admission":"Everyone","protocol":"HTTP"},{"port":65535,"name":"a","admission":"Organization","protocol":"HTTPS"},{"port":3000}]}""", Text(100)));
        const string at = """{"secrets":[{"id":"a","secretKeyRef":{"name":"s","key":"k"},@}]}""";
        yield return Environment("no secrets", """{"secrets":[]}""");
        yield return Environment("a secret at its limits", $$$"""
            {"secrets":[{"id":"{{{Text(63)}}}","name":"{{{Text(127)}}}","secretKeyRef":{"name":"{{{Text(253)}}}","key":"{{{Text(253)}}}","optional":true},"filePath":"/{{{Text(254)}}}","fileMode":511,"scope":"User","session":"{{{Text(256)}}}"},
             {"id":"1","name":"a_B","secretKeyRef":{"name":"s.t","key":".a_b-C.d"},"environmentVariable":"{{{Text(256)}}}","session":""}]}
            """);
        yield return Environment("a hundred secrets", $$"""{"secrets":{{List(100, """{"id":"a@","secretKeyRef":{"name":"s","key":"k"},"environmentVariable":"A@"}""")}}}""");
        foreach (var place in (string[])[
            "\"apiOnly\":true", "\"apiOnly\":false,\"environmentVariable\":\"_\"", "\"gitCredentialHost\":\"git.example.com:8443\"", "\"gitCredentialHost\":\"10.0.0.1\"",
            "\"filePath\":\"/root/.config/a\"", "\"filePath\":\"/environs/home/.netrc\",\"fileMode\":0", "\"filePath\":\"/a..b/...\""])
            yield return Environment($"a secret with {place}", With(at, place));
        yield return Environment("a secret for a registry", """{"secrets":[{"id":"r","secretKeyRef":{"name":"s","key":".dockerconfigjson"},"containerRegistryBasicAuthHost":"registry.example.com:5000"}]}""");
        foreach (var scope in (string[])["Organization", "Project", "ServiceAccount", "Runner"])
            yield return Environment($"a secret of scope {scope}", With(at, With("\"apiOnly\":true,\"scope\":\"@\"", scope)));
        yield return Environment("no keys", """{"sshPublicKeys":[]}""");
        foreach (var key in BadSshKeys.Good) yield return Environment($"a key {key.Split(' ')[0]}", With("""{"sshPublicKeys":[{"id":"laptop","value":"@"}]}""", key));
        yield return Environment("a key at its limits", With(With("""{"sshPublicKeys":[{"id":"#","value":"@"}]}""".Replace("#", Text(63), StringComparison.Ordinal), BadSshKeys.Good[0] + " @"), Text(4096 - BadSshKeys.Good[0].Length - 1)));
        yield return Environment("a hundred keys", $$"""{"sshPublicKeys":{{List(100, $$"""{"id":"a@","value":"{{BadSshKeys.Good[0]}}"}""")}}}""");
        yield return Environment("no repository", Repositories());
        yield return Environment("ten repositories in folders of their own", Repositories([.. Enumerable.Range(0, 10).Select(i => Folder($"app{i}"))]));
        yield return Environment("several repositories without a folder", Repositories(Git(""), Git(""), """{"contextUrl":{"url":"https://example.com/app"}}"""));
        yield return Environment("remote head by name", Repositories(Git(", \"targetMode\":\"RemoteHead\"")));
        foreach (var mode in (string[])["RemoteCommit", "RemoteBranch", "LocalBranch", "RemoteTag"])
            yield return Environment($"targetMode {mode}", Repositories(Git(With(""", "targetMode":"@", "cloneTarget":"feature/a-b_c.d#2" """, mode))));
        foreach (var folder in (string[])["app", "a/b/c", ".github", "a..b", "...", "my app"])
            yield return Environment($"checkoutLocation {folder}", Repositories(Folder(folder)));
        foreach (var url in (string[])[
            "http://example.com", "https://example.com:8443/app.git", "git://127.0.0.1/app", "ssh://git@example.com:22/~user/app", "git@example.com:group/app.git",
            "https://gitlab.example.com/group/app/-/tree/main", "https://example.com/app/pull/1?tab=files#r@1:2", "https://[::1]:8080/app"])
        {
            yield return Environment($"contextUrl {url}", Repositories(With("""{"contextUrl":{"url":"@"}}""", url)));
            yield return Environment($"remoteUri {url}", Repositories(With("""{"git":{"remoteUri":"@"}}""", url)));
        }
    }

    private static IEnumerable<GoodObject> Classes()
    {
        yield return Class("a class of nothing", "{}");
        yield return Class("numbers for quantities", """{"resources":{"requests":{"cpu":1},"limits":{"cpu":2,"memory":1073741824}},"storage":{"size":1073741824}}""");
        var toleration = $$"""{"key":"{{Text(316)}}","operator":"Equal","value":"{{Text(63)}}","effect":"NoExecute","tolerationSeconds":60}""";
        yield return Class("a class at its limits", $$$"""
            {"displayName":"{{{Text(127)}}}","description":"{{{Text(200)}}}","image":"{{{Text(512)}}}","runtimeClassName":"{{{Text(253)}}}",
             "storage":{"size":"20Gi","storageClassName":"{{{Text(253)}}}","deletionPolicy":"Retain"},"podSecurityLevel":"Restricted",
             "resources":{"requests":{{{Map(16, "\"500m\"")}}},"limits":{{{Map(16, "\"1.5\"")}}}},
             "nodeSelector":{{{Map(32, $"\"{Text(63)}\"")}}},"terminationGracePeriodSeconds":3600,
             "tolerations":[{{{string.Join(',', Enumerable.Repeat(toleration, 32))}}}]}
            """);
        yield return Class("the least of everything", """{"displayName":"abc","description":"abc","image":"a","storage":{"size":"1","deletionPolicy":"Delete"},"terminationGracePeriodSeconds":1,"nodeSelector":{"a":""}}""");
    }

    private static GoodObject Environment(string name, string spec) => new(name, "Environment", spec);

    private static GoodObject Class(string name, string spec) => new(name, "EnvironmentClass", spec);
}
