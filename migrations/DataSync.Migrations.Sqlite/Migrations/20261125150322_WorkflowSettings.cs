using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class WorkflowSettings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "account",
                table: "workflow_registry",
                type: "TEXT",
                maxLength: 255,
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "freshness_limit_minutes",
                table: "workflow_registry",
                type: "INTEGER",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(name: "notes", table: "workflow_registry", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "other_cells",
                table: "workflow_registry",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "owner",
                table: "workflow_registry",
                type: "TEXT",
                maxLength: 255,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "pause_reason",
                table: "workflow_registry",
                type: "TEXT",
                maxLength: 255,
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "paused_until",
                table: "workflow_registry",
                type: "TEXT",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "region",
                table: "workflow_registry",
                type: "TEXT",
                maxLength: 255,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "runbook_url",
                table: "workflow_registry",
                type: "TEXT",
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "account", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "freshness_limit_minutes", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "notes", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "other_cells", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "owner", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "pause_reason", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "paused_until", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "region", table: "workflow_registry");

            migrationBuilder.DropColumn(name: "runbook_url", table: "workflow_registry");
        }
    }
}
