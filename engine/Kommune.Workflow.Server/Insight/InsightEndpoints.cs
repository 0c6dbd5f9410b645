using System.Text;
using Kommune.Workflow.Server.Access;
using Kommune.Workflow.Server.Processes;

namespace Kommune.Workflow.Server.Insight;

/// <summary>How procedures do: counts, times, deadlines and trends; privacy first (nothing about single people).</summary>
internal static class InsightEndpoints
{
    public sealed record InsightProcess(string ProcessId, string Name);

    public static void MapInsight(this IEndpointRouteBuilder api)
    {
        api.MapGet("/insight", List).WithName("listInsight").WithSummary("Processes whose figures the caller may see.")
            .Produces<IReadOnlyList<InsightProcess>>();
        api.MapGet("/insight/{processId}", Read).WithName("readInsight").WithSummary("Figures of a process.")
            .Produces<InsightReport>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/insight/{processId}/csv", ReadCsv).WithName("readInsightCsv")
            .WithSummary("The same as a table for a spreadsheet: semicolons, decimal commas.")
            .Produces<string>(200, InsightCsv.MediaType).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IReadOnlyList<InsightProcess>> List(
        Caller caller, ProcessCatalogue catalogue, InsightReading reading, CancellationToken cancellation)
    {
        var allowed = new List<InsightProcess>();
        foreach (var row in await catalogue.LatestAsync(cancellation))
        {
            if ((await reading.MaySeeAsync(row, caller, cancellation)).Allowed)
            {
                allowed.Add(new InsightProcess(row.ProcessId, row.Name ?? row.ProcessId));
            }
        }

        return allowed;
    }

    private static Task<InsightReport> Read(
        string processId,
        int? version,
        DateOnly? from,
        DateOnly? to,
        string? group,
        Caller caller,
        InsightReading reading,
        CancellationToken cancellation) =>
        reading.ReadAsync(processId, new InsightQuestion(version, from, to, Named(group)), caller, cancellation);

    private static async Task<IResult> ReadCsv(
        string processId,
        int? version,
        DateOnly? from,
        DateOnly? to,
        string? group,
        Caller caller,
        InsightReading reading,
        CancellationToken cancellation)
    {
        var report = await reading.ReadAsync(processId, new InsightQuestion(version, from, to, Named(group)), caller, cancellation);
        return Results.File(
            [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(InsightCsv.Write(report))],
            InsightCsv.MediaType,
            $"auswertung-{processId}-{report.From:yyyy-MM-dd}-{report.To:yyyy-MM-dd}.csv");
    }

    private static string? Named(string? group) => string.IsNullOrEmpty(group) ? null : group;
}
