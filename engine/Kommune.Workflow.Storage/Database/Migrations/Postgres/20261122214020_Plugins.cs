using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kommune.Workflow.Storage.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Plugins : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "idempotency_key",
                table: "attachments",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "plugin_migrations",
                columns: table => new
                {
                    plugin_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plugin_migrations", x => new { x.plugin_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "plugin_settings",
                columns: table => new
                {
                    plugin_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    values = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    secrets = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plugin_settings", x => x.plugin_id);
                });

            migrationBuilder.CreateTable(
                name: "work_leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    holder = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_leases", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_instance_key_idempotency_key",
                table: "attachments",
                columns: new[] { "instance_key", "idempotency_key" },
                unique: true,
                filter: "idempotency_key is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "plugin_migrations");

            migrationBuilder.DropTable(
                name: "plugin_settings");

            migrationBuilder.DropTable(
                name: "work_leases");

            migrationBuilder.DropIndex(
                name: "ix_attachments_instance_key_idempotency_key",
                table: "attachments");

            migrationBuilder.DropColumn(
                name: "idempotency_key",
                table: "attachments");
        }
    }
}
