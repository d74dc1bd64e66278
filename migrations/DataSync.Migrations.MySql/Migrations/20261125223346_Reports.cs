using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class Reports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "kind",
                table: "alert_messages",
                type: "enum('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test', 'report')",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "enum('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test')"
            );

            migrationBuilder
                .CreateTable(
                    name: "reports",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        kind = table.Column<string>(type: "enum('month', 'quarter', 'period')", nullable: false),
                        title = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        from = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        to = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        version = table.Column<int>(type: "int", nullable: false),
                        reason = table.Column<string>(type: "text", nullable: true),
                        issued_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        issued_by = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        content = table.Column<string>(type: "longtext", nullable: false),
                        sha256 = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_reports", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

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

            migrationBuilder.AlterColumn<string>(
                name: "kind",
                table: "alert_messages",
                type: "enum('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test')",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "enum('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test', 'report')"
            );
        }
    }
}
