using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ServiceLevels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(name: "CK_incidents_kind", table: "incidents");

            migrationBuilder.CreateTable(
                name: "service_hours",
                columns: table => new
                {
                    starts_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    looks = table.Column<int>(type: "INTEGER", nullable: false),
                    visible = table.Column<long>(type: "INTEGER", nullable: false),
                    monitored = table.Column<long>(type: "INTEGER", nullable: false),
                    aged = table.Column<int>(type: "INTEGER", nullable: false),
                    age_seconds = table.Column<long>(type: "INTEGER", nullable: false),
                    loads = table.Column<byte[]>(type: "BLOB", maxLength: 8192, nullable: false),
                    updates = table.Column<byte[]>(type: "BLOB", maxLength: 8192, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_service_hours", x => x.starts_at);
                }
            );

            migrationBuilder.CreateTable(
                name: "service_targets",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    targets = table.Column<string>(type: "TEXT", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_service_targets", x => x.id);
                }
            );

            migrationBuilder.AddCheckConstraint(
                name: "CK_incidents_kind",
                table: "incidents",
                sql: "\"kind\" IN ('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level')"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "service_hours");

            migrationBuilder.DropTable(name: "service_targets");

            migrationBuilder.DropCheckConstraint(name: "CK_incidents_kind", table: "incidents");

            migrationBuilder.AddCheckConstraint(
                name: "CK_incidents_kind",
                table: "incidents",
                sql: "\"kind\" IN ('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected')"
            );
        }
    }
}
