using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder
                .CreateTable(
                    name: "accounts",
                    columns: table => new
                    {
                        id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        role = table.Column<string>(type: "enum('viewer', 'operator', 'admin')", nullable: false),
                        is_disabled = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        created_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        last_sign_in_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        link_hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true),
                        link_expires_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        user_name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        normalized_user_name = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true
                        ),
                        email = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        normalized_email = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        password_hash = table.Column<string>(type: "text", nullable: true),
                        security_stamp = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        concurrency_stamp = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        lockout_end = table.Column<DateTimeOffset>(type: "datetime(6)", nullable: true),
                        lockout_enabled = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        access_failed_count = table.Column<int>(type: "int", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_accounts", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "api_tokens",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        prefix = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        hash = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        role = table.Column<string>(type: "enum('viewer', 'operator', 'admin')", nullable: true),
                        created_by = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        created_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        expires_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        last_used_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        revoked_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_api_tokens", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "audit_head",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "int", nullable: false),
                        seq = table.Column<long>(type: "bigint", nullable: false),
                        mac = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        key_id = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        seal = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_audit_head", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "audit_log",
                    columns: table => new
                    {
                        seq = table.Column<long>(type: "bigint", nullable: false),
                        at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        actor_kind = table.Column<string>(
                            type: "enum('account', 'token', 'program', 'anonymous')",
                            nullable: false
                        ),
                        actor_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        actor_name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: false),
                        address = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true),
                        action = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        subject = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        before = table.Column<string>(type: "text", nullable: true),
                        after = table.Column<string>(type: "text", nullable: true),
                        key_id = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        mac = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_audit_log", x => x.seq);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "checkpoint",
                    columns: table => new
                    {
                        id = table.Column<int>(type: "int", nullable: false),
                        change_seq = table.Column<long>(type: "bigint", nullable: false),
                        executions_stored = table.Column<long>(type: "bigint", nullable: false),
                        generation = table.Column<int>(type: "int", nullable: false),
                        poll_state = table.Column<string>(type: "longtext", nullable: true),
                        known_until = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        last_full_pass_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_checkpoint", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "data_protection_keys",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        friendly_name = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        xml = table.Column<string>(type: "text", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_data_protection_keys", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "n8n_request_permits",
                    columns: table => new
                    {
                        id = table
                            .Column<long>(type: "bigint", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        priority = table.Column<string>(
                            type: "enum('person', 'live', 'detail', 'backfill')",
                            nullable: false
                        ),
                        taken_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        answered_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_n8n_request_permits", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "quarantined_executions",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        n8n_execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        generation = table.Column<int>(type: "int", nullable: false),
                        reason = table.Column<string>(type: "text", nullable: false),
                        first_seen_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_quarantined_executions", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "unobserved_intervals",
                    columns: table => new
                    {
                        id = table
                            .Column<long>(type: "bigint", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        started_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        ended_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        reason = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        change_seq = table.Column<long>(type: "bigint", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_unobserved_intervals", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "workflow_events",
                    columns: table => new
                    {
                        id = table
                            .Column<long>(type: "bigint", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        workflow_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        kind = table.Column<string>(
                            type: "enum('registered', 'renamed', 'activated', 'deactivated', 'archived', 'unarchived', 'vanished', 'returned', 'schedule_changed', 'version_changed', 'classification_changed', 'classification_proposed')",
                            nullable: false
                        ),
                        at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        before = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        after = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        author = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        change_seq = table.Column<long>(type: "bigint", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_workflow_events", x => x.id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "workflow_registry",
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
                        workflow_type = table.Column<string>(
                            type: "enum('vpc', 'subnet', 'transit_gateway', 'nat_gateway', 'vpn', 'other')",
                            nullable: false
                        ),
                        provider = table.Column<string>(
                            type: "enum('aws', 'azure', 'gcp', 'ali', 'oci', 'huawei', 'others')",
                            nullable: false
                        ),
                        is_active = table.Column<bool>(type: "tinyint(1)", nullable: false, defaultValue: true),
                        created_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        updated_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        is_archived = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        vanished_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        switched_off_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        is_placeholder = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        classified_by = table.Column<string>(
                            type: "enum('none', 'name', 'tag', 'person')",
                            nullable: false
                        ),
                        tags = table.Column<string>(type: "text", nullable: true),
                        schedule = table.Column<string>(type: "text", nullable: true),
                        time_zone = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        version_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        version_author = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        change_seq = table.Column<long>(type: "bigint", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_workflow_registry", x => x.id);
                        table.UniqueConstraint("AK_workflow_registry_workflow_id", x => x.workflow_id);
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "account_logins",
                    columns: table => new
                    {
                        login_provider = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false),
                        provider_key = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        provider_display_name = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true
                        ),
                        user_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
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
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "workflow_executions",
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
                        execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        status = table.Column<string>(
                            type: "enum('success', 'failure', 'running', 'cancelled')",
                            nullable: false
                        ),
                        start_time = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        end_time = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                        duration_ms = table.Column<long>(type: "bigint", nullable: true),
                        resources_created = table.Column<int>(type: "int", nullable: true),
                        resources_updated = table.Column<int>(type: "int", nullable: true),
                        resources_failed = table.Column<int>(type: "int", nullable: true),
                        resources_deleted = table.Column<int>(type: "int", nullable: true),
                        error_message = table.Column<string>(type: "text", nullable: true),
                        error_fingerprint = table.Column<string>(
                            type: "varchar(16)",
                            maxLength: 16,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        execution_data = table.Column<string>(type: "json", nullable: true),
                        created_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        n8n_execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        generation = table.Column<int>(type: "int", nullable: false),
                        n8n_status = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true),
                        mode = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: true),
                        retry_of = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        retry_success_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: true,
                            collation: "utf8mb4_bin"
                        ),
                        start_time_estimated = table.Column<bool>(type: "tinyint(1)", nullable: false),
                        failed_node = table.Column<string>(type: "varchar(255)", maxLength: 255, nullable: true),
                        nodes_failed = table.Column<int>(type: "int", nullable: true),
                        detail_state = table.Column<string>(
                            type: "enum('open', 'pending', 'stored', 'unavailable')",
                            nullable: false
                        ),
                        change_seq = table.Column<long>(type: "bigint", nullable: false),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_workflow_executions", x => x.id);
                        table.UniqueConstraint("AK_workflow_executions_execution_id", x => x.execution_id);
                        table.ForeignKey(
                            name: "FK_workflow_executions_workflow_registry_workflow_id",
                            column: x => x.workflow_id,
                            principalTable: "workflow_registry",
                            principalColumn: "workflow_id",
                            onDelete: ReferentialAction.Cascade
                        );
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

            migrationBuilder
                .CreateTable(
                    name: "workflow_alerts",
                    columns: table => new
                    {
                        id = table
                            .Column<int>(type: "int", nullable: false)
                            .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                        execution_id = table.Column<string>(
                            type: "varchar(255)",
                            maxLength: 255,
                            nullable: false,
                            collation: "utf8mb4_bin"
                        ),
                        alert_type = table.Column<string>(
                            type: "enum('failure', 'success', 'manual_trigger')",
                            nullable: false
                        ),
                        recipients = table.Column<string>(type: "text", nullable: false),
                        sent_at = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                        resolved_at = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    },
                    constraints: table =>
                    {
                        table.PrimaryKey("PK_workflow_alerts", x => x.id);
                        table.ForeignKey(
                            name: "FK_workflow_alerts_workflow_executions_execution_id",
                            column: x => x.execution_id,
                            principalTable: "workflow_executions",
                            principalColumn: "execution_id",
                            onDelete: ReferentialAction.Cascade
                        );
                    }
                )
                .Annotation("MySql:CharSet", "utf8mb4");

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
