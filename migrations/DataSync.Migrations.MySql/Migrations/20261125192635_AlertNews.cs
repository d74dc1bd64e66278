using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class AlertNews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "successes_to",
                table: "alert_rules",
                type: "bigint",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(name: "triggers_to", table: "alert_rules", type: "int", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "successes_to", table: "alert_rules");

            migrationBuilder.DropColumn(name: "triggers_to", table: "alert_rules");
        }
    }
}
