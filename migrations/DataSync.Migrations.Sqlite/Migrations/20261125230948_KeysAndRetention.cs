using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class KeysAndRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(name: "CK_incidents_kind", table: "incidents");

            migrationBuilder.AddColumn<DateTime>(
                name: "details_from",
                table: "checkpoint",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "retention",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    next_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    removed = table.Column<string>(type: "TEXT", nullable: true),
                    problem = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_retention", x => x.id);
                }
            );

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
                sql: "\"kind\" IN ('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level', 'n8n_key_expiring')"
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
            migrationBuilder.DropTable(name: "retention");

            migrationBuilder.DropTable(name: "workflow_credentials");

            migrationBuilder.DropCheckConstraint(name: "CK_incidents_kind", table: "incidents");

            migrationBuilder.DropColumn(name: "details_from", table: "checkpoint");

            migrationBuilder.AddCheckConstraint(
                name: "CK_incidents_kind",
                table: "incidents",
                sql: "\"kind\" IN ('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level')"
            );
        }
    }
}
