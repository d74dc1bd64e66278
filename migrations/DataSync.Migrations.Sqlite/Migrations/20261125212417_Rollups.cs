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

            // Kept in the order of its key, which is how it is read; EF has no word for that.
            migrationBuilder.Sql(
                """
                CREATE TABLE "execution_rollups" (
                    "grain" TEXT NOT NULL,
                    "starts_at" TEXT NOT NULL,
                    "workflow_id" TEXT NOT NULL,
                    "origin" TEXT NOT NULL,
                    "success" INTEGER NOT NULL,
                    "failure" INTEGER NOT NULL,
                    "cancelled" INTEGER NOT NULL,
                    "retried" INTEGER NOT NULL,
                    "reported" INTEGER NOT NULL,
                    "resources_created" INTEGER NOT NULL,
                    "resources_updated" INTEGER NOT NULL,
                    "resources_deleted" INTEGER NOT NULL,
                    "resources_failed" INTEGER NOT NULL,
                    "durations" BLOB NOT NULL,
                    CONSTRAINT "PK_execution_rollups" PRIMARY KEY ("grain", "starts_at", "workflow_id", "origin"),
                    CONSTRAINT "CK_execution_rollups_grain" CHECK ("grain" IN ('hour', 'day')),
                    CONSTRAINT "CK_execution_rollups_origin" CHECK ("origin" IN ('schedule', 'webhook', 'manual', 'retry', 'sub_workflow', 'error_workflow', 'other'))
                ) WITHOUT ROWID;
                """
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
