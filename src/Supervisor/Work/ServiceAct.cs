namespace Environs.Supervisor.Work;

/// <summary>What is to be done for a service.</summary>
internal enum ServiceAct
{
    Nothing,
    Start,
    Stop,
}
