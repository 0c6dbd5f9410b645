using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kommune.Workflow.Storage.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Procedures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "withdrawn",
                table: "definitions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "procedure_draft_files",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    procedure_id = table.Column<string>(type: "TEXT", nullable: false),
                    path = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_draft_files", x => new { x.tenant_id, x.procedure_id, x.path });
                });

            migrationBuilder.CreateTable(
                name: "procedure_drafts",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    procedure_id = table.Column<string>(type: "TEXT", nullable: false),
                    open = table.Column<bool>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    based_on = table.Column<int>(type: "INTEGER", nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_by = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_drafts", x => new { x.tenant_id, x.procedure_id });
                });

            migrationBuilder.CreateTable(
                name: "procedure_folders",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    viewers = table.Column<string>(type: "TEXT", nullable: false),
                    editors = table.Column<string>(type: "TEXT", nullable: false),
                    publishers = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_folders", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "procedure_presences",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    procedure_id = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_presences", x => new { x.tenant_id, x.procedure_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "procedure_record",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    procedure_id = table.Column<string>(type: "TEXT", nullable: true),
                    folder_key = table.Column<long>(type: "INTEGER", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: true),
                    act = table.Column<byte>(type: "INTEGER", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: true),
                    times = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_record", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "procedure_versions",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    procedure_id = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    deployment_key = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_by = table.Column<string>(type: "TEXT", nullable: true),
                    approved_by = table.Column<string>(type: "TEXT", nullable: true),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_by = table.Column<string>(type: "TEXT", nullable: true),
                    withdrawal_comment = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_versions", x => new { x.tenant_id, x.procedure_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "procedures",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    folder_key = table.Column<long>(type: "INTEGER", nullable: true),
                    approval = table.Column<byte>(type: "INTEGER", nullable: false),
                    folder_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedures", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "publication_approvals",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    procedure_id = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    comment = table.Column<string>(type: "TEXT", nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    approved = table.Column<bool>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decision_comment = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publication_approvals", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "definitions_latest",
                table: "definitions",
                columns: new[] { "tenant_id", "process_id" },
                unique: true,
                filter: "latest");

            migrationBuilder.CreateIndex(
                name: "ix_procedure_folders_tenant_id_name",
                table: "procedure_folders",
                columns: new[] { "tenant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_procedure_record_tenant_id_folder_key_key",
                table: "procedure_record",
                columns: new[] { "tenant_id", "folder_key", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_record_tenant_id_procedure_id_key",
                table: "procedure_record",
                columns: new[] { "tenant_id", "procedure_id", "key" });

            migrationBuilder.CreateIndex(
                name: "ix_procedure_versions_deployment_key",
                table: "procedure_versions",
                column: "deployment_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_publication_approvals_tenant_id_procedure_id_key",
                table: "publication_approvals",
                columns: new[] { "tenant_id", "procedure_id", "key" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "procedure_draft_files");

            migrationBuilder.DropTable(
                name: "procedure_drafts");

            migrationBuilder.DropTable(
                name: "procedure_folders");

            migrationBuilder.DropTable(
                name: "procedure_presences");

            migrationBuilder.DropTable(
                name: "procedure_record");

            migrationBuilder.DropTable(
                name: "procedure_versions");

            migrationBuilder.DropTable(
                name: "procedures");

            migrationBuilder.DropTable(
                name: "publication_approvals");

            migrationBuilder.DropIndex(
                name: "definitions_latest",
                table: "definitions");

            migrationBuilder.DropColumn(
                name: "withdrawn",
                table: "definitions");
        }
    }
}
