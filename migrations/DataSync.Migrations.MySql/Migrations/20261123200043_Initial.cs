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
