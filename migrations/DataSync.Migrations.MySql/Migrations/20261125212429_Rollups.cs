using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
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
                type: "datetime(6)",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "rollup_zone",
                table: "checkpoint",
                type: "varchar(255)",
                maxLength: 255,
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "rollups_from",
                table: "checkpoint",
                type: "datetime(6)",
                nullable: true
            );

            migrationBuilder
                .CreateTable(
                    name: "execution_rollups",
                    columns: table => new
                    {
                        grain = table.Column<string>(type: "enum('hour', 'day')", nullable: false),
                        starts_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        workflow_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        origin = table.Column<string>(
                            type: "enum('schedule', 'webhook', 'manual', 'retry', 'sub_workflow', 'error_workflow', 'other')",
                            nullable: false
                        ),
                        success = table.Column<int>(type: "int", nullable: false),
                        failure = table.Column<int>(type: "int", nullable: false),
                        cancelled = table.Column<int>(type: "int", nullable: false),
                        retried = table.Column<int>(type: "int", nullable: false),
                        reported = table.Column<int>(type: "int", nullable: false),
                        resources_created = table.Column<long>(type: "bigint", nullable: false),
                        resources_updated = table.Column<long>(type: "bigint", nullable: false),
                        resources_deleted = table.Column<long>(type: "bigint", nullable: false),
                        resources_failed = table.Column<long>(type: "bigint", nullable: false),
                        durations = table.Column<byte[]>(type: "longblob", maxLength: 8192, nullable: false),
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
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");
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
