using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RegistryEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "nodes_failed",
                table: "workflow_executions",
                type: "INTEGER",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "unobserved_intervals",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    change_seq = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unobserved_intervals", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "workflow_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    after = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    author = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    change_seq = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflow_events", x => x.id);
                    table.CheckConstraint(
                        "CK_workflow_events_kind",
                        "\"kind\" IN ('registered', 'renamed', 'activated', 'deactivated', 'archived', 'unarchived', 'vanished', 'returned', 'schedule_changed', 'version_changed', 'classification_changed', 'classification_proposed')"
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_unobserved_intervals_change_seq",
                table: "unobserved_intervals",
                column: "change_seq"
            );

            migrationBuilder.CreateIndex(
                name: "IX_unobserved_intervals_ended_at",
                table: "unobserved_intervals",
                column: "ended_at"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_events_change_seq",
                table: "workflow_events",
                column: "change_seq"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_events_workflow_id_id",
                table: "workflow_events",
                columns: new[] { "workflow_id", "id" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "unobserved_intervals");

            migrationBuilder.DropTable(name: "workflow_events");

            migrationBuilder.DropColumn(name: "nodes_failed", table: "workflow_executions");
        }
    }
}
