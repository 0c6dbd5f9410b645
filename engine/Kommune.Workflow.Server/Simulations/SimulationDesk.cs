using Kommune.Workflow.Definitions;
using Kommune.Workflow.Execution;
using Kommune.Workflow.Server.Problems;

namespace Kommune.Workflow.Server.Simulations;

/// <summary>Runs simulations beside the daily work: one at a time, each a few seconds on one core.</summary>
internal sealed class SimulationDesk : IDisposable
{
    /// <summary>How long a request waits for its turn.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim turn = new(1);

    public async Task<SimulationFigures> RunAsync(ProcessGraph graph, SimulationSettings settings, CancellationToken cancellation)
    {
        if (!await turn.WaitAsync(PatienceMax, cancellation))
        {
            throw new ProblemException(
                StatusCodes.Status429TooManyRequests,
                "RESOURCE_EXHAUSTED",
                "Expected the simulation to get its turn, but others are running.",
                "Es laufen gerade andere Simulationen. Bitte versuchen Sie es gleich noch einmal.");
        }

        try
        {
            return await Task.Run(() => CaseSimulation.Run(graph, settings, cancellation), cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
