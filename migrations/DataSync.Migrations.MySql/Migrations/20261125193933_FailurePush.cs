using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class FailurePush : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder
                .CreateTable(
                    name: "push_relay",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "int", nullable: false),
                        state = table.Column<string>(
                            type: "enum('connecting', 'connected', 'undoing')",
                            nullable: false
                        ),
                        mark = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        url = table.Column<string>(type: "text", nullable: false),
                        workflow_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        is_sent = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        is_published = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        actor_kind = table.Column<string>(
                            type: "enum('account', 'token', 'program', 'anonymous')",
                            nullable: false
                        ),
                        actor_id = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        actor_name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        asked_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_push_relay", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "push_targets",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        workflow_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        workflow_name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        state = table.Column<string>(
                            type: "enum('waiting', 'sending', 'set', 'left')",
                            nullable: false
                        ),
                        before = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true),
                        reason = table.Column<string>(type: "text", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_push_targets", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.CreateIndex(
                name: "IX_push_targets_workflow_id",
                table: "push_targets",
                column: "workflow_id",
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "push_relay");

            migrationBuilder.DropTable(name: "push_targets");
        }
    }
}
