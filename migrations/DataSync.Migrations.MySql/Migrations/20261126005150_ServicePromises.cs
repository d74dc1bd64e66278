using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class ServicePromises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By hand: the procedures the provider would make for it need a right that few accounts have.
            migrationBuilder.Sql(
                "ALTER TABLE `service_hours` ADD `process` varchar(64) NOT NULL DEFAULT '', DROP PRIMARY KEY, ADD PRIMARY KEY (`starts_at`, `process`);"
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "over_at",
                table: "incidents",
                type: "datetime(6)",
                nullable: true
            );

            migrationBuilder.AddColumn<DateTime>(
                name: "due_at",
                table: "alert_messages",
                type: "datetime(6)",
                nullable: true
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
            migrationBuilder.DropIndex(name: "IX_alert_messages_kind_created_at", table: "alert_messages");

            migrationBuilder.DropColumn(name: "over_at", table: "incidents");

            migrationBuilder.DropColumn(name: "due_at", table: "alert_messages");

            // What several processes measured of an hour cannot be told apart any more.
            migrationBuilder.Sql("DELETE FROM `service_hours` WHERE `process` <> '';");
            migrationBuilder.Sql(
                "ALTER TABLE `service_hours` DROP PRIMARY KEY, DROP COLUMN `process`, ADD PRIMARY KEY (`starts_at`);"
            );
        }
    }
}
