using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class KeysAndRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "kind",
                table: "incidents",
                type: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level', 'n8n_key_expiring')",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level')"
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "details_from",
                table: "checkpoint",
                type: "datetime(6)",
                nullable: true
            );

            migrationBuilder
                .CreateTable(
                    name: "retention",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "int", nullable: false),
                        next_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        started_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        ended_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        removed = table.Column<string>(type: "json", nullable: true),
                        problem = table.Column<string>(type: "text", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_retention", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "workflow_credentials",
                    columns: table => new
                    {
                        workflow_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        credential_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
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
                )
                .Annotation("MySql:CharSet", "utf8mb4");

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

            migrationBuilder.DropColumn(name: "details_from", table: "checkpoint");

            migrationBuilder.AlterColumn<string>(
                name: "kind",
                table: "incidents",
                type: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level')",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level', 'n8n_key_expiring')"
            );
        }
    }
}
