using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Kommune.Workflow.Storage.Tests.Storage;

public sealed class SearchTextTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Texts_of_variables_and_titles_of_tasks_are_stored_folded(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var engine = await TestEngine.StartAsync(database.Options);
        await engine.DeployAsync("permit", Processes.UserTask);

        await engine.StartAsync("permit", """{"ort": "Große Straße\u0000", "zahl": 7}""");

        Assert.Equal(
            ["grosse strasse ", null],
            await engine.QueryAsync(db => db.Variables.OrderBy(v => v.Name).Select(v => v.SearchText).ToListAsync()));
        Assert.Equal("antrag prüfen", await engine.QueryAsync(db => db.Tasks.Select(t => t.SearchText).SingleAsync()));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.All), MemberType = typeof(TestDatabase))]
    public async Task Rows_written_before_there_were_folded_texts_are_found_too(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var provider = new ServiceCollection().AddLogging().AddStorage(database.Options).BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<WorkflowDbContext>();
        await context.GetService<IMigrator>().MigrateAsync("OfferedTasksByDueDate");
        await context.Database.ExecuteSqlRawAsync(
            """
            insert into variables (tenant_id, scope_key, instance_key, name, value, value_hash) values
                ('<default>', 1, 1, 'a', '"ÖLMÜHLE \u00c4 \"Große\""', 0), ('<default>', 1, 1, 'b', '7', 0)
            """);

        await context.Database.MigrateAsync();

        Assert.Equal(
            ["ölmühle ä \"grosse\"", null],
            await context.Variables.OrderBy(v => v.Name).Select(v => v.SearchText).ToListAsync());
    }
}
