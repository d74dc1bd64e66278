using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class AlertMessageIncidents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder
                .CreateTable(
                    name: "alert_message_incidents",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        alert_message_id = table.Column<int>(type: "int", nullable: false),
                        incident_id = table.Column<int>(type: "int", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_alert_message_incidents", x => x.id);
                        table.ForeignKey(
                            name: "FK_alert_message_incidents_alert_messages_alert_message_id",
                            column: x => x.alert_message_id,
                            principalTable: "alert_messages",
                            principalColumn: "id",
                            onDelete: ReferentialAction.Cascade
                        );
                        table.ForeignKey(
                            name: "FK_alert_message_incidents_incidents_incident_id",
                            column: x => x.incident_id,
                            principalTable: "incidents",
                            principalColumn: "id",
                            onDelete: ReferentialAction.Cascade
                        );
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            // What was told before belongs to its incident as what is told from now on.
            migrationBuilder.Sql(
                "INSERT INTO alert_message_incidents (alert_message_id, incident_id) "
                    + "SELECT id, incident_id FROM alert_messages WHERE incident_id IN (SELECT id FROM incidents);"
            );

            migrationBuilder.DropIndex(name: "IX_alert_messages_incident_id_id", table: "alert_messages");

            migrationBuilder.DropColumn(name: "incident_id", table: "alert_messages");

            migrationBuilder.CreateIndex(
                name: "IX_incidents_resolved_by_kind",
                table: "incidents",
                columns: new[] { "resolved_by", "kind" }
            );

            migrationBuilder.CreateIndex(name: "IX_incidents_told", table: "incidents", column: "told");

            migrationBuilder.CreateIndex(
                name: "IX_alert_messages_kind_execution_id",
                table: "alert_messages",
                columns: new[] { "kind", "execution_id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_messages_workflow_alert_id",
                table: "alert_messages",
                column: "workflow_alert_id"
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_message_incidents_alert_message_id",
                table: "alert_message_incidents",
                column: "alert_message_id"
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_message_incidents_incident_id_alert_message_id",
                table: "alert_message_incidents",
                columns: new[] { "incident_id", "alert_message_id" },
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "alert_message_incidents");

            migrationBuilder.DropIndex(name: "IX_incidents_resolved_by_kind", table: "incidents");

            migrationBuilder.DropIndex(name: "IX_incidents_told", table: "incidents");

            migrationBuilder.DropIndex(name: "IX_alert_messages_kind_execution_id", table: "alert_messages");

            migrationBuilder.DropIndex(name: "IX_alert_messages_workflow_alert_id", table: "alert_messages");

            migrationBuilder.AddColumn<int>(name: "incident_id", table: "alert_messages", type: "int", nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_alert_messages_incident_id_id",
                table: "alert_messages",
                columns: new[] { "incident_id", "id" }
            );
        }
    }
}
