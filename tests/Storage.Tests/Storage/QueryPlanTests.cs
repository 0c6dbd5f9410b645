using System.Diagnostics.CodeAnalysis;
using Kommune.Workflow.Execution;
using Microsoft.EntityFrameworkCore;

namespace Kommune.Workflow.Storage.Tests.Storage;

/// <summary>SQLite reaches what belongs to a case by keys, never by reading all rows of the tenant.</summary>
public sealed class QueryPlanTests
{
    [Fact]
    public async Task Tasks_and_variables_of_cases_are_reached_by_their_keys()
    {
        await using var database = TestDatabase.CreateSqlite();
        await using var engine = await TestEngine.StartAsync(database.Options);

        var tasks = await PlanAsync(engine, db => db.Instances.Where(i =>
            db.Tasks.Any(t => t.Assignee == "agent" && t.Key > i.Key && t.Key <= i.Key + InstanceKey.LocalMax)));
        var texts = await PlanAsync(engine, db => db.Instances.Where(i =>
            db.Variables.Any(v => v.ScopeKey == i.Key && v.SearchText!.Contains("müll"))));

        Assert.Contains("USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", tasks, StringComparison.Ordinal);
        Assert.Contains("ix_variables_scope_key_name", texts, StringComparison.Ordinal);
    }

    [SuppressMessage("Security", "CA2100", Justification = "The query's own text.")]
    private static Task<string> PlanAsync(TestEngine engine, Func<WorkflowDbContext, IQueryable<InstanceRow>> query) =>
        engine.QueryAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await using var command = query(db).CreateDbCommand();
            command.CommandText = "explain query plan " + command.CommandText;
            await using var reader = await command.ExecuteReaderAsync();
            var plan = new List<string>();
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(3));
            }

            return string.Join('\n', plan);
        });
}
