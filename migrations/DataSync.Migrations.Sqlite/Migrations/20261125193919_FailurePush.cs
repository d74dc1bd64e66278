using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FailurePush : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "push_relay",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    mark = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    is_sent = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_published = table.Column<bool>(type: "INTEGER", nullable: false),
                    actor_kind = table.Column<string>(type: "TEXT", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    actor_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_push_relay", x => x.id);
                    table.CheckConstraint(
                        "CK_push_relay_actor_kind",
                        "\"actor_kind\" IN ('account', 'token', 'program', 'anonymous')"
                    );
                    table.CheckConstraint("CK_push_relay_state", "\"state\" IN ('connecting', 'connected', 'undoing')");
                }
            );

            migrationBuilder.CreateTable(
                name: "push_targets",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    workflow_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_push_targets", x => x.id);
                    table.CheckConstraint(
                        "CK_push_targets_state",
                        "\"state\" IN ('waiting', 'sending', 'set', 'left')"
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_push_targets_workflow_id",
                table: "push_targets",
                column: "workflow_id",
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "push_relay");

            migrationBuilder.DropTable(name: "push_targets");
        }
    }
}
