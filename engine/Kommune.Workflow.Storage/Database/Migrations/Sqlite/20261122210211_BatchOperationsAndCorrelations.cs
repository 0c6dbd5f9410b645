using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kommune.Workflow.Storage.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class BatchOperationsAndCorrelations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "batch_operation_items",
                columns: table => new
                {
                    batch_operation_key = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    instance_key = table.Column<long>(type: "INTEGER", nullable: false),
                    root_key = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    processed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_batch_operation_items", x => new { x.batch_operation_key, x.key });
                });

            migrationBuilder.CreateTable(
                name: "batch_operations",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    plan = table.Column<string>(type: "TEXT", nullable: true),
                    actor_id = table.Column<string>(type: "TEXT", nullable: true),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_batch_operations", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "key_ring",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    xml = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_key_ring", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "message_correlations",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    message_key = table.Column<long>(type: "INTEGER", nullable: false),
                    subscription_key = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    correlation_key = table.Column<string>(type: "TEXT", nullable: false),
                    instance_key = table.Column<long>(type: "INTEGER", nullable: false),
                    root_key = table.Column<long>(type: "INTEGER", nullable: false),
                    process_id = table.Column<string>(type: "TEXT", nullable: false),
                    definition_key = table.Column<long>(type: "INTEGER", nullable: false),
                    element_id = table.Column<string>(type: "TEXT", nullable: false),
                    element_instance_key = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_message_correlations", x => x.position);
                });

            migrationBuilder.CreateIndex(
                name: "ix_batch_operation_items_batch_operation_key_state_key",
                table: "batch_operation_items",
                columns: new[] { "batch_operation_key", "state", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_batch_operations_state",
                table: "batch_operations",
                column: "state",
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_message_correlations_tenant_id_message_key",
                table: "message_correlations",
                columns: new[] { "tenant_id", "message_key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "batch_operation_items");

            migrationBuilder.DropTable(
                name: "batch_operations");

            migrationBuilder.DropTable(
                name: "key_ring");

            migrationBuilder.DropTable(
                name: "message_correlations");
        }
    }
}
