using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kommune.Workflow.Storage.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ResultsAndAttempts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "next_at",
                table: "outbox",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.Sql("update outbox set next_at = created_at");

            migrationBuilder.AddColumn<string>(
                name: "problem",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rejection",
                table: "command_ids",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "attempts",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "next_at",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "problem",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "rejection",
                table: "command_ids");
        }
    }
}
