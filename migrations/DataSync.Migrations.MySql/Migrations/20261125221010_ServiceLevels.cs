using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class ServiceLevels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "kind",
                table: "incidents",
                type: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level')",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected')"
            );

            migrationBuilder
                .CreateTable(
                    name: "service_hours",
                    columns: table => new
                    {
                        starts_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        looks = table.Column<int>(type: "int", nullable: false),
                        visible = table.Column<long>(type: "bigint", nullable: false),
                        monitored = table.Column<long>(type: "bigint", nullable: false),
                        aged = table.Column<int>(type: "int", nullable: false),
                        age_seconds = table.Column<long>(type: "bigint", nullable: false),
                        loads = table.Column<byte[]>(type: "longblob", maxLength: 8192, nullable: false),
                        updates = table.Column<byte[]>(type: "longblob", maxLength: 8192, nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_service_hours", x => x.starts_at);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "service_targets",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "int", nullable: false),
                        targets = table.Column<string>(type: "json", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_service_targets", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "service_hours");

            migrationBuilder.DropTable(name: "service_targets");

            migrationBuilder.AlterColumn<string>(
                name: "kind",
                table: "incidents",
                type: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected')",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level')"
            );
        }
    }
}
