using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
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
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "webhook_secret",
                table: "workflow_registry",
                type: "TEXT",
                maxLength: 64,
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "triggers",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    trigger_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    act = table.Column<string>(type: "TEXT", nullable: false),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    target_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    way = table.Column<string>(type: "TEXT", nullable: false),
                    batch = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    actor_kind = table.Column<string>(type: "TEXT", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    actor_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    requested_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    n8n_execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_triggers", x => x.id);
                    table.CheckConstraint("CK_triggers_act", "\"act\" IN ('run', 'retry', 'stop')");
                    table.CheckConstraint(
                        "CK_triggers_actor_kind",
                        "\"actor_kind\" IN ('account', 'token', 'program', 'anonymous')"
                    );
                    table.CheckConstraint(
                        "CK_triggers_state",
                        "\"state\" IN ('queued', 'sending', 'sent', 'ended', 'refused', 'withdrawn', 'unknown')"
                    );
                    table.CheckConstraint("CK_triggers_way", "\"way\" IN ('webhook', 'mcp', 'api')");
                }
            );

            migrationBuilder.AddCheckConstraint(
                name: "CK_workflow_registry_run_policy",
                table: "workflow_registry",
                sql: "\"run_policy\" IN ('operators', 'operators_by_name', 'admins', 'never')"
            );

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

            migrationBuilder.DropCheckConstraint(name: "CK_workflow_registry_run_policy", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "run_policy", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "webhook_secret", table: "workflow_registry");
        }
    }
}
