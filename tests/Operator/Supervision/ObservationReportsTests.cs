using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.Supervision;

/// <summary>What a supervisor says of git, ports and activity is user input.</summary>
public sealed class ObservationReportsTests
{
    [Fact]
    public void Repositories_are_bounded_each_and_together()
    {
        var said = new GitReport();
        for (var i = 0; i < 20; i++)
        {
            var repository = new RepositoryReport { Folder = $"/workspaces/{i}", Branch = new string('b', 1000), CloneUrl = "https://ada:s3cret@h/app.git", Problem = "fatal: https://t0ken@h/app.git: no\u001b[31m" };
            for (var file = 0; file < 300; file++)
            {
                repository.ChangedFiles.Add(new ChangedFile { Path = new string('p', 5000), OldPath = "a\nb", Type = (ChangeType)77 });
                repository.UnpushedCommits.Add(new string('c', 5000));
            }
            said.Repositories.Add(repository);
        }
        said.Repositories.Add(said.Repositories[0].Clone());
        said.Repositories.Insert(0, new RepositoryReport { Folder = "a\nb" });

        var clean = ObservationReports.Clean(said)!;

        Assert.Equal(10, clean.Repositories.Count);
        Assert.Equal([100, 100, 0], clean.Repositories.Take(3).Select(repository => repository.ChangedFiles.Count));
        Assert.Equal([100, 100, 0], clean.Repositories.Take(3).Select(repository => repository.UnpushedCommits.Count));
        Assert.All(clean.Repositories, repository => Assert.Equal((300, 300), (repository.TotalChangedFiles, repository.TotalUnpushedCommits)));
        var first = clean.Repositories[0];
        Assert.Equal(("https://h/app.git", "fatal: https://h/app.git: no [31m", 255), (first.CloneUrl, first.Problem, first.Branch.Length));
        Assert.Equal((255, "a b", ChangeType.Unspecified, 255), (first.ChangedFiles[0].Path.Length, first.ChangedFiles[0].OldPath, first.ChangedFiles[0].Type, first.UnpushedCommits[0].Length));
    }

    [Fact]
    public void What_is_said_of_ssh_is_bounded_and_fits_into_an_address()
    {
        var said = new SshReport { User = "dev", Port = 22022, FailureMessage = new string('x', 5000), Fingerprints = { Enumerable.Range(0, 300).Select(i => $"SHA256:{i}"), "SHA256:1", new string('x', 65) } };
        var clean = ObservationReports.Clean(said)!;
        Assert.Equal(("dev", 22022, 1000, 100), (clean.User, clean.Port, clean.FailureMessage.Length, clean.Fingerprints.Distinct().Count()));
        foreach (var user in (string[])["", "a@b", "a b", "-oProxyCommand=x", "a/b", "a\n", new string('u', 65)]) Assert.Equal("", ObservationReports.Clean(new SshReport { User = user })!.User);
        foreach (var port in (int[])[-1, 65536]) Assert.Equal(0, ObservationReports.Clean(new SshReport { Port = port })!.Port);
    }

    [Fact]
    public void Ports_are_those_that_can_be()
    {
        var said = new PortsReport { Ports = { new ListeningPort { Port = 0 }, new ListeningPort { Port = 65536 }, new ListeningPort { Port = -1 } } };
        for (var port = 200; port > 0; port--) said.Ports.Add(new ListeningPort { Port = port, Addresses = { Enumerable.Repeat(new string('1', 100), 50) } });
        said.Ports.Add(new ListeningPort { Port = 7 });

        var clean = ObservationReports.Clean(said)!;

        Assert.Equal(Enumerable.Range(1, 100), clean.Ports.Select(port => port.Port));
        Assert.All(clean.Ports, port => Assert.Equal((8, 64), (port.Addresses.Count, port.Addresses[0].Length)));
    }

    [Fact]
    public void Activity_has_a_time_that_can_be_and_one_line()
    {
        var clean = ObservationReports.Clean(new ActivityReport { Source = $"a\n{new string('s', 200)}", At = long.MaxValue, Idle = true, IdleLimit = -5 })!;

        Assert.Equal((80, "a s", 9999), (clean.Source.Length, clean.Source[..3], DateTimeOffset.FromUnixTimeMilliseconds(clean.At).Year));
        Assert.Equal(0, ObservationReports.Clean(new ActivityReport { At = long.MinValue })!.At);
    }
}
