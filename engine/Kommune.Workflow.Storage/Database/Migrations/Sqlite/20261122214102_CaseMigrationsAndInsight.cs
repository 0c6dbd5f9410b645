using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kommune.Workflow.Storage.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CaseMigrationsAndInsight : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "case_migration_items",
                columns: table => new
                {
                    migration_key = table.Column<long>(type: "INTEGER", nullable: false),
                    instance_key = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    source_definition_key = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<byte>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_migration_items", x => new { x.migration_key, x.instance_key });
                });

            migrationBuilder.CreateTable(
                name: "case_migrations",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    process_id = table.Column<string>(type: "TEXT", nullable: false),
                    target_definition_key = table.Column<long>(type: "INTEGER", nullable: false),
                    target_version = table.Column<int>(type: "INTEGER", nullable: false),
                    mappings = table.Column<string>(type: "TEXT", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_migrations", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_user_tasks_tenant_id_process_id_ended_at",
                table: "user_tasks",
                columns: new[] { "tenant_id", "process_id", "ended_at" },
                filter: "ended_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_tenant_id_process_id_ended_at",
                table: "instances",
                columns: new[] { "tenant_id", "process_id", "ended_at" },
                filter: "ended_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_instances_tenant_id_process_id_started_at",
                table: "instances",
                columns: new[] { "tenant_id", "process_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_migration_items_instance_key",
                table: "case_migration_items",
                column: "instance_key");

            migrationBuilder.CreateIndex(
                name: "ix_case_migration_items_migration_key_outcome_instance_key",
                table: "case_migration_items",
                columns: new[] { "migration_key", "outcome", "instance_key" });

            migrationBuilder.CreateIndex(
                name: "ix_case_migrations_tenant_id_process_id_key",
                table: "case_migrations",
                columns: new[] { "tenant_id", "process_id", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_case_migrations_unfinished",
                table: "case_migrations",
                column: "key",
                filter: "ended_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_migration_items");

            migrationBuilder.DropTable(
                name: "case_migrations");

            migrationBuilder.DropIndex(
                name: "ix_user_tasks_tenant_id_process_id_ended_at",
                table: "user_tasks");

            migrationBuilder.DropIndex(
                name: "ix_instances_tenant_id_process_id_ended_at",
                table: "instances");

            migrationBuilder.DropIndex(
                name: "ix_instances_tenant_id_process_id_started_at",
                table: "instances");
        }
    }
}
