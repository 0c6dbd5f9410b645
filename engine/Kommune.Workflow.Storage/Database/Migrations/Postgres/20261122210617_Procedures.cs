using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kommune.Workflow.Storage.Database.Migrations.Postgres
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
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "procedure_draft_files",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    procedure_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_draft_files", x => new { x.tenant_id, x.procedure_id, x.path });
                });

            migrationBuilder.CreateTable(
                name: "procedure_drafts",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    procedure_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    open = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    based_on = table.Column<int>(type: "integer", nullable: true),
                    changed_at = table.Column<long>(type: "bigint", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_drafts", x => new { x.tenant_id, x.procedure_id });
                });

            migrationBuilder.CreateTable(
                name: "procedure_folders",
                columns: table => new
                {
                    key = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    viewers = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    editors = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    publishers = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_folders", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "procedure_presences",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    procedure_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_presences", x => new { x.tenant_id, x.procedure_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "procedure_record",
                columns: table => new
                {
                    key = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    procedure_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    folder_key = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    act = table.Column<byte>(type: "smallint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: true),
                    comment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    times = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_record", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "procedure_versions",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    procedure_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    deployment_key = table.Column<long>(type: "bigint", nullable: false),
                    published_at = table.Column<long>(type: "bigint", nullable: false),
                    published_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    approved_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    comment = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    withdrawn_at = table.Column<long>(type: "bigint", nullable: true),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    withdrawal_comment = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedure_versions", x => new { x.tenant_id, x.procedure_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "procedures",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    folder_key = table.Column<long>(type: "bigint", nullable: true),
                    approval = table.Column<byte>(type: "smallint", nullable: false),
                    folder_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_procedures", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "publication_approvals",
                columns: table => new
                {
                    key = table.Column<long>(type: "bigint", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    procedure_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    requested_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    requested_at = table.Column<long>(type: "bigint", nullable: false),
                    approved = table.Column<bool>(type: "boolean", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decision_comment = table.Column<string>(type: "text", nullable: true, collation: "C")
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
