using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class Triggers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "run_policy",
                table: "workflow_registry",
                type: "enum('operators', 'operators_by_name', 'admins', 'never')",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "webhook_secret",
                table: "workflow_registry",
                type: "varchar(64)",
                maxLength: 64,
                nullable: true
            );

            migrationBuilder
                .CreateTable(
                    name: "triggers",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        trigger_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        act = table.Column<string>(type: "enum('run', 'retry', 'stop')", nullable: false),
                        workflow_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        target_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        way = table.Column<string>(type: "enum('webhook', 'mcp', 'api')", nullable: false),
                        batch = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        actor_kind = table.Column<string>(
                            type: "enum('account', 'token', 'program', 'anonymous')",
                            nullable: false
                        ),
                        actor_id = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        actor_name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        requested_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        state = table.Column<string>(
                            type: "enum('queued', 'sending', 'sent', 'ended', 'refused', 'withdrawn', 'unknown')",
                            nullable: false
                        ),
                        sent_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        n8n_execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        outcome = table.Column<string>(type: "text", nullable: true),
                        ended_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_triggers", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.CreateIndex(name: "IX_triggers_execution_id", table: "triggers", column: "execution_id");

            migrationBuilder.CreateIndex(name: "IX_triggers_requested_at", table: "triggers", column: "requested_at");

            migrationBuilder.CreateIndex(
                name: "IX_triggers_state_workflow_id",
                table: "triggers",
                columns: new[] { "state", "workflow_id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_triggers_trigger_id",
                table: "triggers",
                column: "trigger_id",
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "triggers");

            migrationBuilder.DropColumn(name: "run_policy", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "webhook_secret", table: "workflow_registry");
        }
    }
}
