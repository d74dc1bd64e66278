using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FewerExecutionIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time_id",
                table: "workflow_executions"
            );

            migrationBuilder.DropIndex(name: "IX_workflow_executions_retry_of", table: "workflow_executions");

            migrationBuilder.DropIndex(name: "IX_workflow_executions_start_time_id", table: "workflow_executions");

            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_status_start_time_id",
                table: "workflow_executions"
            );

            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_workflow_id_start_time_id",
                table: "workflow_executions"
            );

            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_workflow_id_status_start_time_id",
                table: "workflow_executions"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time",
                table: "workflow_executions",
                columns: new[] { "error_fingerprint", "start_time" },
                filter: "error_fingerprint IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_retry_of",
                table: "workflow_executions",
                column: "retry_of",
                filter: "retry_of IS NOT NULL"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_workflow_id_status_start_time",
                table: "workflow_executions",
                columns: new[] { "workflow_id", "status", "start_time" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time",
                table: "workflow_executions"
            );

            migrationBuilder.DropIndex(name: "IX_workflow_executions_retry_of", table: "workflow_executions");

            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_workflow_id_status_start_time",
                table: "workflow_executions"
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time_id",
                table: "workflow_executions",
                columns: new[] { "error_fingerprint", "start_time", "id" }
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
        }
    }
}
