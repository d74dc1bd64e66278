using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CredentialsAndExpiringKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(name: "CK_incidents_kind", table: "incidents");

            migrationBuilder.CreateTable(
                name: "workflow_credentials",
                columns: table => new
                {
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    credential_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflow_credentials", x => new { x.workflow_id, x.credential_id });
                    table.ForeignKey(
                        name: "FK_workflow_credentials_workflow_registry_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflow_registry",
                        principalColumn: "workflow_id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.AddCheckConstraint(
                name: "CK_incidents_kind",
                table: "incidents",
                sql: "\"kind\" IN ('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'n8n_key_expiring')"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_credentials_credential_id",
                table: "workflow_credentials",
                column: "credential_id"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "workflow_credentials");

            migrationBuilder.DropCheckConstraint(name: "CK_incidents_kind", table: "incidents");

            migrationBuilder.AddCheckConstraint(
                name: "CK_incidents_kind",
                table: "incidents",
                sql: "\"kind\" IN ('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected')"
            );
        }
    }
}
