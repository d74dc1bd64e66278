using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Reports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(name: "CK_alert_messages_kind", table: "alert_messages");

            migrationBuilder.CreateTable(
                name: "reports",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    from = table.Column<DateTime>(type: "TEXT", nullable: false),
                    to = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    issued_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    issued_by = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reports", x => x.id);
                    table.CheckConstraint("CK_reports_kind", "\"kind\" IN ('month', 'quarter', 'period')");
                }
            );

            migrationBuilder.AddCheckConstraint(
                name: "CK_alert_messages_kind",
                table: "alert_messages",
                sql: "\"kind\" IN ('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test', 'report')"
            );

            migrationBuilder.CreateIndex(
                name: "IX_reports_from_to_version",
                table: "reports",
                columns: new[] { "from", "to", "version" },
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "reports");

            migrationBuilder.DropCheckConstraint(name: "CK_alert_messages_kind", table: "alert_messages");

            migrationBuilder.AddCheckConstraint(
                name: "CK_alert_messages_kind",
                table: "alert_messages",
                sql: "\"kind\" IN ('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test')"
            );
        }
    }
}
