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
                name: "accounts",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    is_disabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_sign_in_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    link_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    link_expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    user_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    normalized_user_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    normalized_email = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    password_hash = table.Column<string>(type: "TEXT", nullable: true),
                    security_stamp = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    concurrency_stamp = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    lockout_end = table.Column<DateTimeOffset>(type: "TEXT", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    access_failed_count = table.Column<int>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_accounts", x => x.id);
                    table.CheckConstraint("CK_accounts_role", "\"role\" IN ('viewer', 'operator', 'admin')");
                }
            );

            migrationBuilder.CreateTable(
                name: "api_tokens",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    prefix = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: true),
                    created_by = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_tokens", x => x.id);
                    table.CheckConstraint("CK_api_tokens_role", "\"role\" IN ('viewer', 'operator', 'admin')");
                }
            );

            migrationBuilder.CreateTable(
                name: "audit_head",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    mac = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    key_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    seal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_head", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "audit_log",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    actor_kind = table.Column<string>(type: "TEXT", nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    actor_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true),
                    key_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    mac = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_log", x => x.seq);
                    table.CheckConstraint(
                        "CK_audit_log_actor_kind",
                        "\"actor_kind\" IN ('account', 'token', 'program', 'anonymous')"
                    );
                }
            );

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
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    friendly_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    xml = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_keys", x => x.id);
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
                name: "unobserved_intervals",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    change_seq = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unobserved_intervals", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "workflow_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                    workflow_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    after = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    author = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    change_seq = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_workflow_events", x => x.id);
                    table.CheckConstraint(
                        "CK_workflow_events_kind",
                        "\"kind\" IN ('registered', 'renamed', 'activated', 'deactivated', 'archived', 'unarchived', 'vanished', 'returned', 'schedule_changed', 'version_changed', 'classification_changed', 'classification_proposed')"
                    );
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
                name: "account_logins",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    provider_key = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    provider_display_name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                    user_id = table.Column<string>(type: "TEXT", maxLength: 255, nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account_logins", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "FK_account_logins_accounts_user_id",
                        column: x => x.user_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade
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
                    error_fingerprint = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
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
                    nodes_failed = table.Column<int>(type: "INTEGER", nullable: true),
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

            migrationBuilder.CreateIndex(name: "IX_account_logins_user_id", table: "account_logins", column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_accounts_normalized_user_name",
                table: "accounts",
                column: "normalized_user_name",
                unique: true
            );

            migrationBuilder.CreateIndex(name: "IX_api_tokens_hash", table: "api_tokens", column: "hash", unique: true);

            migrationBuilder.CreateIndex(name: "IX_audit_log_at", table: "audit_log", column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_audit_log_subject_seq",
                table: "audit_log",
                columns: new[] { "subject", "seq" }
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
                name: "IX_unobserved_intervals_change_seq",
                table: "unobserved_intervals",
                column: "change_seq"
            );

            migrationBuilder.CreateIndex(
                name: "IX_unobserved_intervals_ended_at",
                table: "unobserved_intervals",
                column: "ended_at"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_alerts_execution_id",
                table: "workflow_alerts",
                column: "execution_id"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_events_change_seq",
                table: "workflow_events",
                column: "change_seq"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_events_workflow_id_id",
                table: "workflow_events",
                columns: new[] { "workflow_id", "id" }
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
                name: "IX_workflow_executions_error_fingerprint_start_time_id",
                table: "workflow_executions",
                columns: new[] { "error_fingerprint", "start_time", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_n8n_execution_id_generation",
                table: "workflow_executions",
                columns: new[] { "n8n_execution_id", "generation" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_retry_of",
                table: "workflow_executions",
                column: "retry_of"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_start_time_id",
                table: "workflow_executions",
                columns: new[] { "start_time", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_status_start_time_id",
                table: "workflow_executions",
                columns: new[] { "status", "start_time", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_workflow_id_start_time_id",
                table: "workflow_executions",
                columns: new[] { "workflow_id", "start_time", "id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_workflow_id_status_start_time_id",
                table: "workflow_executions",
                columns: new[] { "workflow_id", "status", "start_time", "id" }
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
            migrationBuilder.DropTable(name: "account_logins");

            migrationBuilder.DropTable(name: "api_tokens");

            migrationBuilder.DropTable(name: "audit_head");

            migrationBuilder.DropTable(name: "audit_log");

            migrationBuilder.DropTable(name: "checkpoint");

            migrationBuilder.DropTable(name: "data_protection_keys");

            migrationBuilder.DropTable(name: "n8n_request_permits");

            migrationBuilder.DropTable(name: "quarantined_executions");

            migrationBuilder.DropTable(name: "unobserved_intervals");

            migrationBuilder.DropTable(name: "workflow_alerts");

            migrationBuilder.DropTable(name: "workflow_events");

            migrationBuilder.DropTable(name: "accounts");

            migrationBuilder.DropTable(name: "workflow_executions");

            migrationBuilder.DropTable(name: "workflow_registry");
        }
    }
}
