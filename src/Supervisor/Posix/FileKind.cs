namespace Environs.Supervisor.Posix;

/// <summary>What a file is, by the numbers of the kernel; those that are neither of these are devices, pipes and sockets.</summary>
internal enum FileKind
{
    Folder = 0x4000,
    File = 0x8000,
    Link = 0xa000,
}
