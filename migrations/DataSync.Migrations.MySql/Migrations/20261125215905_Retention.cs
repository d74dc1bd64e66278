using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "details_from",
                table: "checkpoint",
                type: "datetime(6)",
                nullable: true
            );

            migrationBuilder
                .CreateTable(
                    name: "retention",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "int", nullable: false),
                        next_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        started_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        ended_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        removed = table.Column<string>(type: "json", nullable: true),
                        problem = table.Column<string>(type: "text", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_retention", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "retention");

            migrationBuilder.DropColumn(name: "details_from", table: "checkpoint");
        }
    }
}
