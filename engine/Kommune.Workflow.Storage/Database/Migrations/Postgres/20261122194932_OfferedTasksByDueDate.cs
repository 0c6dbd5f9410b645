using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kommune.Workflow.Storage.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OfferedTasksByDueDate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_task_candidates_tenant_id_kind_candidate_unassigned_due_sor~",
                table: "task_candidates");

            migrationBuilder.CreateIndex(
                name: "ix_task_candidates_tenant_id_kind_candidate_due_sort_task_key",
                table: "task_candidates",
                columns: new[] { "tenant_id", "kind", "candidate", "due_sort", "task_key" },
                filter: "unassigned");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_task_candidates_tenant_id_kind_candidate_due_sort_task_key",
                table: "task_candidates");

            migrationBuilder.CreateIndex(
                name: "ix_task_candidates_tenant_id_kind_candidate_unassigned_due_sor~",
                table: "task_candidates",
                columns: new[] { "tenant_id", "kind", "candidate", "unassigned", "due_sort", "task_key" });
        }
    }
}
