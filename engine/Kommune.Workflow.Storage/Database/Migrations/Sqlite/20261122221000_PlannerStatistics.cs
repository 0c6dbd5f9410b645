using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kommune.Workflow.Storage.Database.Migrations.Sqlite;

/// <summary>Tells SQLite's planner how the rows of a large installation are spread, whatever the size of this one.</summary>
/// <remarks>
/// Every query asks for a tenant, most installations have one. Without figures the planner takes a tenant for rare and reads all
/// of its rows where a range of keys names a few: a page of cases took minutes among 1,000,000 tasks. Figures are rows of the
/// index, then rows that share its first column, its first two, and so on; given by hand, plans never change with the data.
/// </remarks>
[DbContext(typeof(SqliteWorkflowDbContext))]
[Migration("20261122221000_PlannerStatistics")]
public sealed class PlannerStatistics : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        analyze sqlite_schema;
        delete from sqlite_stat1;
        insert into sqlite_stat1 (tbl, idx, stat) values
            ('instances', 'ix_instances_tenant_id_process_id_status_key', '200000 200000 10000 5000 1'),
            ('instances', 'ix_instances_tenant_id_case_number', '200000 200000 1'),
            ('variables', 'ix_variables_tenant_id_name_value_hash', '1000000 1000000 50000 20'),
            ('variables', 'ix_variables_scope_key_name', '1000000 5 1'),
            ('user_tasks', 'ix_user_tasks_tenant_id_state_assignee_due_sort_key', '1000000 1000000 500000 2000 2 1'),
            ('user_tasks', 'ix_user_tasks_tenant_id_completed_by_ended_at_key', '1000000 1000000 2000 2 1'),
            ('element_instances', 'ix_element_instances_tenant_id_definition_key_element_id', '500000 500000 20000 5000'),
            ('incidents', 'ix_incidents_tenant_id_resolved_key', '50000 50000 25000 1'),
            ('bookmarks', 'ix_bookmarks_tenant_id_name_correlation_key_key', '200000 200000 10000 2 1');
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("delete from sqlite_stat1;");
}
