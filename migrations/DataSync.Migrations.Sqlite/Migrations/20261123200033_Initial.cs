using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "checkpoint",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    change_seq = table.Column<long>(type: "INTEGER", nullable: false),
                    executions_stored = table.Column<long>(type: "INTEGER", nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    poll_state = table.Column<string>(type: "TEXT", nullable: true),
                    known_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_full_pass_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_checkpoint", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "n8n_request_permits",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    priority = table.Column<string>(type: "TEXT", nullable: false),
                    taken_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    answered_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_n8n_request_permits", x => x.id);
                    table.CheckConstraint(
                        "CK_n8n_request_permits_priority",
                        "\"priority\" IN ('person', 'live', 'detail', 'backfill')"
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "quarantined_executions",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    n8n_execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    first_seen_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quarantined_executions", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "workflow_registry",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    workflow_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    workflow_type = table.Column<string>(type: "TEXT", nullable: false),
                    provider = table.Column<string>(type: "TEXT", nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false, defaultValue: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    is_archived = table.Column<bool>(type: "INTEGER", nullable: false),
                    vanished_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    switched_off_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    is_placeholder = table.Column<bool>(type: "INTEGER", nullable: false),
                    classified_by = table.Column<string>(type: "TEXT", nullable: false),
                    tags = table.Column<string>(type: "TEXT", nullable: true),
                    schedule = table.Column<string>(type: "TEXT", nullable: true),
                    time_zone = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    version_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    version_author = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    change_seq = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflow_registry", x => x.id);
                    table.UniqueConstraint("AK_workflow_registry_workflow_id", x => x.workflow_id);
                    table.CheckConstraint(
                        "CK_workflow_registry_classified_by",
                        "\"classified_by\" IN ('none', 'name', 'tag', 'person')"
                    );
                    table.CheckConstraint(
                        "CK_workflow_registry_provider",
                        "\"provider\" IN ('aws', 'azure', 'gcp', 'ali', 'oci', 'huawei', 'others')"
                    );
                    table.CheckConstraint(
                        "CK_workflow_registry_workflow_type",
                        "\"workflow_type\" IN ('vpc', 'subnet', 'transit_gateway', 'nat_gateway', 'vpn', 'other')"
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "workflow_executions",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    status = table.Column<string>(type: "TEXT", nullable: false),
                    start_time = table.Column<DateTime>(type: "TEXT", nullable: false),
                    end_time = table.Column<DateTime>(type: "TEXT", nullable: true),
                    duration_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    resources_created = table.Column<int>(type: "INTEGER", nullable: true),
                    resources_updated = table.Column<int>(type: "INTEGER", nullable: true),
                    resources_failed = table.Column<int>(type: "INTEGER", nullable: true),
                    resources_deleted = table.Column<int>(type: "INTEGER", nullable: true),
                    error_message = table.Column<string>(type: "TEXT", nullable: true),
                    execution_data = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    n8n_execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    n8n_status = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    mode = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    retry_of = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    retry_success_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    start_time_estimated = table.Column<bool>(type: "INTEGER", nullable: false),
                    failed_node = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    detail_state = table.Column<string>(type: "TEXT", nullable: false),
                    change_seq = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflow_executions", x => x.id);
                    table.UniqueConstraint("AK_workflow_executions_execution_id", x => x.execution_id);
                    table.CheckConstraint(
                        "CK_workflow_executions_detail_state",
                        "\"detail_state\" IN ('open', 'pending', 'stored', 'unavailable')"
                    );
                    table.CheckConstraint(
                        "CK_workflow_executions_status",
                        "\"status\" IN ('success', 'failure', 'running', 'cancelled')"
                    );
                    table.ForeignKey(
                        name: "FK_workflow_executions_workflow_registry_workflow_id",
                        column: x => x.workflow_id,
                        principalTable: "workflow_registry",
                        principalColumn: "workflow_id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "workflow_alerts",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    execution_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    alert_type = table.Column<string>(type: "TEXT", nullable: false),
                    recipients = table.Column<string>(type: "TEXT", nullable: false),
                    sent_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    resolved_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflow_alerts", x => x.id);
                    table.CheckConstraint(
                        "CK_workflow_alerts_alert_type",
                        "\"alert_type\" IN ('failure', 'success', 'manual_trigger')"
                    );
                    table.ForeignKey(
                        name: "FK_workflow_alerts_workflow_executions_execution_id",
                        column: x => x.execution_id,
                        principalTable: "workflow_executions",
                        principalColumn: "execution_id",
                        onDelete: ReferentialAction.Cascade
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_n8n_request_permits_answered_at",
                table: "n8n_request_permits",
                column: "answered_at"
            );

            migrationBuilder.CreateIndex(
                name: "IX_n8n_request_permits_taken_at",
                table: "n8n_request_permits",
                column: "taken_at"
            );

            migrationBuilder.CreateIndex(
                name: "IX_quarantined_executions_n8n_execution_id_generation",
                table: "quarantined_executions",
                columns: new[] { "n8n_execution_id", "generation" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_alerts_execution_id",
                table: "workflow_alerts",
                column: "execution_id"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_change_seq",
                table: "workflow_executions",
                column: "change_seq"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_detail_state_status_start_time",
                table: "workflow_executions",
                columns: new[] { "detail_state", "status", "start_time" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_n8n_execution_id_generation",
                table: "workflow_executions",
                columns: new[] { "n8n_execution_id", "generation" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_workflow_id_start_time_id",
                table: "workflow_executions",
                columns: new[] { "workflow_id", "start_time", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_registry_change_seq",
                table: "workflow_registry",
                column: "change_seq"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "checkpoint");

            migrationBuilder.DropTable(name: "n8n_request_permits");

            migrationBuilder.DropTable(name: "quarantined_executions");

            migrationBuilder.DropTable(name: "workflow_alerts");

            migrationBuilder.DropTable(name: "workflow_executions");

            migrationBuilder.DropTable(name: "workflow_registry");
        }
    }
}
