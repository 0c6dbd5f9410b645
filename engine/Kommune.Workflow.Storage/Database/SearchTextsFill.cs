using Microsoft.EntityFrameworkCore.Migrations;

namespace Kommune.Workflow.Storage;

/// <summary>Fills the folded columns of rows written before there were any; later rows are folded by the program.</summary>
internal static class SearchTextsFill
{
    /// <param name="migration">The migration that has added the columns.</param>
    /// <param name="textOfJson">SQL that turns <c>value</c>, a JSON string, into its text.</param>
    public static void Run(MigrationBuilder migration, string textOfJson)
    {
        Fill(migration, "user_tasks", "title || coalesce('\n' || case_number, '')");
        Fill(migration, "instances", "coalesce(case_number, '') || coalesce('\n' || title, '')");
        Fill(migration, "incidents", "message");
        Fill(migration, "users", "name || '\n' || id || coalesce('\n' || unit, '')");
        Fill(migration, "variables", textOfJson, """where value like '"%'""");
    }

    // The databases fold ASCII; of the other letters these are the ones of German.
    private static void Fill(MigrationBuilder migration, string table, string text, string? condition = null) => migration.Sql(
        $"""
        update {table} set search_text =
            replace(replace(replace(replace(lower({text}), 'Ä', 'ä'), 'Ö', 'ö'), 'Ü', 'ü'), 'ß', 'ss')
        {condition}
        """);
}
