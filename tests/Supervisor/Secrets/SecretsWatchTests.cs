using Environs.Protocol.Secrets;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Secrets;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Secrets;

public sealed class SecretsWatchTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly Projection projection;
    private readonly StringWriter log = new();

    public SecretsWatchTests() => projection = new Projection(root);

    public void Dispose() => root.Dispose();

    [Fact]
    public void A_file_is_a_link_that_has_each_new_value_and_the_folders_above_are_made()
    {
        var watch = Watch(File("f", "etc/deep/token"));
        projection.Put(("f", "one"));
        watch.Look();
        Assert.Equal("one", System.IO.File.ReadAllText(root["etc/deep/token"]));
        Assert.Equal(FileKind.Link, FileStatus.Of(root["etc/deep/token"])!.Kind);
        projection.Put(("f", "two"));
        Assert.Equal("two", System.IO.File.ReadAllText(root["etc/deep/token"]));
        watch.Look();
        Assert.Equal((true, false, ""), One(watch));
    }

    [Fact]
    public void What_is_there_already_stays_and_is_told_until_it_goes()
    {
        System.IO.File.WriteAllText(root["mine"], "mine");
        System.IO.File.CreateSymbolicLink(root["link"], "/etc/passwd");
        projection.Put(("f", "value"), ("g", "value"));
        var watch = Watch(File("f", "mine"), File("g", "link"));
        watch.Look();
        var report = Report(watch);
        Assert.All(report.Secrets, secret => Assert.False(secret.Ready));
        Assert.Contains($"is not at {root["mine"]}: something else is there already, and stays", report.Secrets[0].FailureMessage, StringComparison.Ordinal);
        Assert.Equal("mine", System.IO.File.ReadAllText(root["mine"]));
        Assert.Equal("/etc/passwd", new FileInfo(root["link"]).LinkTarget);
        System.IO.File.Delete(root["mine"]);
        watch.Look();
        Assert.True(Report(watch).Secrets[0].Ready);
    }

    [Fact]
    public void A_link_of_ours_to_another_secret_is_replaced()
    {
        System.IO.File.CreateSymbolicLink(root["token"], Path.Combine(projection.Folder, "earlier"));
        projection.Put(("f", "value"));
        var watch = Watch(File("f", "token"));
        watch.Look();
        Assert.Equal("value", System.IO.File.ReadAllText(root["token"]));
    }

    [Fact]
    public void What_comes_and_goes_is_news_and_what_stays_is_none()
    {
        var watch = Watch(Variable("a"));
        var news = 0;
        watch.Changed += _ => news++;
        watch.Look();
        Assert.Equal((false, true, ""), One(watch));
        watch.Look();
        Assert.Equal(1, news);
        projection.Put(("a", "value"));
        watch.Look();
        Assert.Equal((true, false, ""), One(watch));
        // Another value: services may have the old one.
        projection.Put(("a", "other"));
        watch.Look();
        Assert.Equal(3, news);
        watch.Look();
        Assert.Equal(3, news);
    }

    [Theory]
    [InlineData("A", "", "", 10240, true, "")]
    [InlineData("A", "", "", 10241, false, "more than 10240 bytes")]
    [InlineData("", "token", "", 10240, true, "")]
    [InlineData("", "token", "", 10241, false, "more than 10240 bytes")]
    [InlineData("", "", "h", 10241, false, "more than 10240 bytes")]
    public void A_value_has_its_limit(string variable, string path, string host, int length, bool isReady, string message)
    {
        projection.Put(("s", new string('x', length)));
        var watch = Watch(new MountedSecret { Id = "s", Variable = variable, Path = path.Length > 0 ? root[path] : "", GitHost = host });
        watch.Look();
        var (ready, _, failure) = One(watch);
        Assert.Equal(isReady, ready);
        Assert.Contains(message, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A", "", "qqq\0byte")]
    [InlineData("", "h", "two\nlines")]
    public void A_value_that_cannot_be_is_told_and_not_shown(string variable, string host, string value)
    {
        projection.Put(("s", value));
        var watch = Watch(new MountedSecret { Id = "s", Variable = variable, GitHost = host });
        watch.Look();
        Assert.False(One(watch).Ready);
        Assert.NotEqual("", One(watch).Failure);
        Assert.DoesNotContain(value[..3], One(watch).Failure + log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_without_secrets_tells_nothing()
    {
        Directory.Delete(projection.Folder, recursive: true);
        var watch = Watch();
        watch.Look();
        var report = new Report();
        watch.FillIn(report);
        Assert.Null(report.Secrets);
    }

    private SecretsWatch Watch(params MountedSecret[] secrets) => new(new SecretFiles(projection.Folder, secrets), new Log(log), TimeProvider.System);

    private static SecretsReport Report(SecretsWatch watch)
    {
        var report = new Report();
        watch.FillIn(report);
        return report.Secrets;
    }

    private static (bool Ready, bool Missing, string Failure) One(SecretsWatch watch) => Report(watch).Secrets.Single() is var one ? (one.Ready, one.Missing, one.FailureMessage) : default;

    private MountedSecret File(string id, string path) => new() { Id = id, Secret = "s", Key = "k", Path = root[path] };

    private static MountedSecret Variable(string id) => new() { Id = id, Secret = "s", Key = "k", Variable = "A" };
}
