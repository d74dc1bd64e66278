using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder
                .CreateTable(
                    name: "alert_messages",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        message_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        kind = table.Column<string>(
                            type: "enum('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test')",
                            nullable: false
                        ),
                        incident_id = table.Column<int>(type: "int", nullable: true),
                        execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        story = table.Column<string>(type: "json", nullable: false),
                        created_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        workflow_alert_id = table.Column<int>(type: "int", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_alert_messages", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "alert_recipients",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        email = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        subscriptions = table.Column<string>(type: "json", nullable: false),
                        created_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_alert_recipients", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "alert_rules",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "int", nullable: false),
                        rules = table.Column<string>(type: "json", nullable: false),
                        digest_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_alert_rules", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "incidents",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        kind = table.Column<string>(
                            type: "enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected')",
                            nullable: false
                        ),
                        cause_key = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        title = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        sentence = table.Column<string>(type: "text", nullable: true),
                        error_class = table.Column<string>(
                            type: "enum('rejected', 'forbidden', 'throttled', 'timed_out', 'unreachable', 'code', 'other')",
                            nullable: true
                        ),
                        credential_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        opened_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        detected_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        in_summary = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        notify_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        told = table.Column<string>(type: "enum('nothing', 'broken', 'recovered')", nullable: false),
                        first_told_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        told_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        told_workflows = table.Column<int>(type: "int", nullable: false),
                        seen_workflows = table.Column<int>(type: "int", nullable: false),
                        followed_up = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        resolved_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        resolved_by = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        recovery_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        reopened = table.Column<int>(type: "int", nullable: false),
                        acknowledged_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        acknowledged_by = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        note = table.Column<string>(type: "text", nullable: true),
                        silenced_until = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        failures = table.Column<int>(type: "int", nullable: false),
                        last_failure_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        first_execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        last_execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_incidents", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "alert_deliveries",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        alert_message_id = table.Column<int>(type: "int", nullable: false),
                        channel = table.Column<string>(type: "enum('email', 'webhook')", nullable: false),
                        address = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        state = table.Column<string>(
                            type: "enum('pending', 'sent', 'failed', 'summarized')",
                            nullable: false
                        ),
                        not_before = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        lease_until = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        attempts = table.Column<int>(type: "int", nullable: false),
                        sent_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        problem = table.Column<string>(type: "text", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_alert_deliveries", x => x.id);
                        table.ForeignKey(
                            name: "FK_alert_deliveries_alert_messages_alert_message_id",
                            column: x => x.alert_message_id,
                            principalTable: "alert_messages",
                            principalColumn: "id",
                            onDelete: ReferentialAction.Cascade
                        );
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "incident_transitions",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        incident_id = table.Column<int>(type: "int", nullable: false),
                        at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        change = table.Column<string>(
                            type: "enum('opened', 'cause_found', 'joined', 'recovered', 'reopened', 'resolved', 'acknowledged', 'silenced', 'told')",
                            nullable: false
                        ),
                        actor_name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        text = table.Column<string>(type: "text", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_incident_transitions", x => x.id);
                        table.ForeignKey(
                            name: "FK_incident_transitions_incidents_incident_id",
                            column: x => x.incident_id,
                            principalTable: "incidents",
                            principalColumn: "id",
                            onDelete: ReferentialAction.Cascade
                        );
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "incident_workflows",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        incident_id = table.Column<int>(type: "int", nullable: false),
                        workflow_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        first_execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        last_execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        failed_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        last_failure_start = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        failures = table.Column<int>(type: "int", nullable: false),
                        recovered_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_incident_workflows", x => x.id);
                        table.ForeignKey(
                            name: "FK_incident_workflows_incidents_incident_id",
                            column: x => x.incident_id,
                            principalTable: "incidents",
                            principalColumn: "id",
                            onDelete: ReferentialAction.Cascade
                        );
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder.CreateIndex(
                name: "IX_alert_deliveries_alert_message_id",
                table: "alert_deliveries",
                column: "alert_message_id"
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_deliveries_state_not_before",
                table: "alert_deliveries",
                columns: new[] { "state", "not_before" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_messages_incident_id_id",
                table: "alert_messages",
                columns: new[] { "incident_id", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_messages_message_id",
                table: "alert_messages",
                column: "message_id",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_alert_recipients_email",
                table: "alert_recipients",
                column: "email",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_incident_transitions_incident_id_id",
                table: "incident_transitions",
                columns: new[] { "incident_id", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_incident_workflows_incident_id_workflow_id",
                table: "incident_workflows",
                columns: new[] { "incident_id", "workflow_id" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_incident_workflows_workflow_id",
                table: "incident_workflows",
                column: "workflow_id"
            );

            migrationBuilder.CreateIndex(
                name: "IX_incidents_cause_key_resolved_at",
                table: "incidents",
                columns: new[] { "cause_key", "resolved_at" }
            );

            migrationBuilder.CreateIndex(name: "IX_incidents_opened_at", table: "incidents", column: "opened_at");

            migrationBuilder.CreateIndex(name: "IX_incidents_resolved_at", table: "incidents", column: "resolved_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "alert_deliveries");

            migrationBuilder.DropTable(name: "alert_recipients");

            migrationBuilder.DropTable(name: "alert_rules");

            migrationBuilder.DropTable(name: "incident_transitions");

            migrationBuilder.DropTable(name: "incident_workflows");

            migrationBuilder.DropTable(name: "alert_messages");

            migrationBuilder.DropTable(name: "incidents");
        }
    }
}
