using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Alerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_messages",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    message_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    incident_id = table.Column<int>(type: "INTEGER", nullable: true),
                    execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    story = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    workflow_alert_id = table.Column<int>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_messages", x => x.id);
                    table.CheckConstraint(
                        "CK_alert_messages_kind",
                        "\"kind\" IN ('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test')"
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "alert_recipients",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    email = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    subscriptions = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_recipients", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "alert_rules",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false),
                    digest_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_rules", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    cause_key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    sentence = table.Column<string>(type: "TEXT", nullable: true),
                    error_class = table.Column<string>(type: "TEXT", nullable: true),
                    credential_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    detected_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    in_summary = table.Column<bool>(type: "INTEGER", nullable: false),
                    notify_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    told = table.Column<string>(type: "TEXT", nullable: false),
                    first_told_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    told_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    told_workflows = table.Column<int>(type: "INTEGER", nullable: false),
                    seen_workflows = table.Column<int>(type: "INTEGER", nullable: false),
                    followed_up = table.Column<bool>(type: "INTEGER", nullable: false),
                    resolved_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    resolved_by = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    recovery_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    reopened = table.Column<int>(type: "INTEGER", nullable: false),
                    acknowledged_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    acknowledged_by = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    silenced_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    last_failure_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    first_execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    last_execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incidents", x => x.id);
                    table.CheckConstraint(
                        "CK_incidents_error_class",
                        "\"error_class\" IN ('rejected', 'forbidden', 'throttled', 'timed_out', 'unreachable', 'code', 'other')"
                    );
                    table.CheckConstraint(
                        "CK_incidents_kind",
                        "\"kind\" IN ('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected')"
                    );
                    table.CheckConstraint("CK_incidents_told", "\"told\" IN ('nothing', 'broken', 'recovered')");
                }
            );

            migrationBuilder.CreateTable(
                name: "alert_deliveries",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    alert_message_id = table.Column<int>(type: "INTEGER", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    not_before = table.Column<DateTime>(type: "TEXT", nullable: false),
                    lease_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    problem = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alert_deliveries", x => x.id);
                    table.CheckConstraint("CK_alert_deliveries_channel", "\"channel\" IN ('email', 'webhook')");
                    table.CheckConstraint(
                        "CK_alert_deliveries_state",
                        "\"state\" IN ('pending', 'sent', 'failed', 'summarized')"
                    );
                    table.ForeignKey(
                        name: "FK_alert_deliveries_alert_messages_alert_message_id",
                        column: x => x.alert_message_id,
                        principalTable: "alert_messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "incident_transitions",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    incident_id = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    change = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    text = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incident_transitions", x => x.id);
                    table.CheckConstraint(
                        "CK_incident_transitions_change",
                        "\"change\" IN ('opened', 'cause_found', 'joined', 'recovered', 'reopened', 'resolved', 'acknowledged', 'silenced', 'told')"
                    );
                    table.ForeignKey(
                        name: "FK_incident_transitions_incidents_incident_id",
                        column: x => x.incident_id,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "incident_workflows",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    incident_id = table.Column<int>(type: "INTEGER", nullable: false),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    first_execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    last_execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    failed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_failure_start = table.Column<DateTime>(type: "TEXT", nullable: false),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    recovered_at = table.Column<DateTime>(type: "TEXT", nullable: true),
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
            );

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
