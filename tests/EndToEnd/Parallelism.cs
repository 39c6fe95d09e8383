using Xunit.Sdk;
using Xunit.v3;

// Most of a test is waiting for kubelet; what is not is bounded by the node.
[assembly: Parallelization(Mode = ParallelMode.All, MaxThreads = 20)]

namespace Environs.EndToEnd.Tests;

/// <summary>The collection of the tests that run one at a time, after the others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
