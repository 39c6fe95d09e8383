using Xunit.Sdk;
using Xunit.v3;

// Most of a test is waiting for kubelet; what is not is bounded by the node.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 20)]

namespace Environs.EndToEnd.Tests;

/// <summary>Tests that stop, restart, upgrade or remove the operator, or count what the whole of it does: one at a time, after the others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
