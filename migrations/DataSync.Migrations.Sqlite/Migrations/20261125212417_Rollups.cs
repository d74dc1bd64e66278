using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Rollups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "executions_from",
                table: "checkpoint",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "rollup_zone",
                table: "checkpoint",
                type: "TEXT",
                maxLength: 255,
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "rollups_from",
                table: "checkpoint",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.CreateTable(
                name: "execution_rollups",
                columns: table => new
                {
                    grain = table.Column<string>(type: "TEXT", nullable: false),
                    starts_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    origin = table.Column<string>(type: "TEXT", nullable: false),
                    success = table.Column<int>(type: "INTEGER", nullable: false),
                    failure = table.Column<int>(type: "INTEGER", nullable: false),
                    cancelled = table.Column<int>(type: "INTEGER", nullable: false),
                    retried = table.Column<int>(type: "INTEGER", nullable: false),
                    reported = table.Column<int>(type: "INTEGER", nullable: false),
                    resources_created = table.Column<long>(type: "INTEGER", nullable: false),
                    resources_updated = table.Column<long>(type: "INTEGER", nullable: false),
                    resources_deleted = table.Column<long>(type: "INTEGER", nullable: false),
                    resources_failed = table.Column<long>(type: "INTEGER", nullable: false),
                    durations = table.Column<byte[]>(type: "BLOB", maxLength: 8192, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_execution_rollups",
                        x => new
                        {
                            x.grain,
                            x.starts_at,
                            x.workflow_id,
                            x.origin,
                        }
                    );
                    table.CheckConstraint("CK_execution_rollups_grain", "\"grain\" IN ('hour', 'day')");
                    table.CheckConstraint(
                        "CK_execution_rollups_origin",
                        "\"origin\" IN ('schedule', 'webhook', 'manual', 'retry', 'sub_workflow', 'error_workflow', 'other')"
                    );
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "execution_rollups");

            migrationBuilder.DropColumn(name: "executions_from", table: "checkpoint");

            migrationBuilder.DropColumn(name: "rollup_zone", table: "checkpoint");

            migrationBuilder.DropColumn(name: "rollups_from", table: "checkpoint");
        }
    }
}
