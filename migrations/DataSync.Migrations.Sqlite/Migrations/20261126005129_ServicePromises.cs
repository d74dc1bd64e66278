using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ServicePromises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(name: "PK_service_hours", table: "service_hours");

            migrationBuilder.AddColumn<string>(
                name: "process",
                table: "service_hours",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<DateTime>(name: "over_at", table: "incidents", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<DateTime>(name: "due_at", table: "alert_messages", type: "TEXT", nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "PK_service_hours",
                table: "service_hours",
                columns: new[] { "starts_at", "process" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_messages_kind_created_at",
                table: "alert_messages",
                columns: new[] { "kind", "created_at" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(name: "PK_service_hours", table: "service_hours");

            migrationBuilder.DropIndex(name: "IX_alert_messages_kind_created_at", table: "alert_messages");

            migrationBuilder.DropColumn(name: "process", table: "service_hours");

            migrationBuilder.DropColumn(name: "over_at", table: "incidents");

            migrationBuilder.DropColumn(name: "due_at", table: "alert_messages");

            migrationBuilder.AddPrimaryKey(name: "PK_service_hours", table: "service_hours", column: "starts_at");
        }
    }
}
