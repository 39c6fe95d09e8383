namespace Environs.Supervisor.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
public sealed class TemporaryFolder(string parent = "/tmp") : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"environs-supervisor-{Guid.CreateVersion7()}")).FullName;

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
