using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class FewerExecutionIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // First what is new: a foreign key always needs an index that begins with its column.
            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time",
                table: "workflow_executions",
                columns: new[] { "error_fingerprint", "start_time" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_workflow_id_status_start_time",
                table: "workflow_executions",
                columns: new[] { "workflow_id", "status", "start_time" }
            );

            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time_id",
                table: "workflow_executions"
            );

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time_id",
                table: "workflow_executions",
                columns: new[] { "error_fingerprint", "start_time", "id" }
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

            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_error_fingerprint_start_time",
                table: "workflow_executions"
            );

            migrationBuilder.DropIndex(
                name: "IX_workflow_executions_workflow_id_status_start_time",
                table: "workflow_executions"
            );
        }
    }
}
