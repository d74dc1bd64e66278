using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DataSync.Migrations.MySql.Migrations
{
    /// <inheritdoc />
    public partial class Access : Migration
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "account_logins");

            migrationBuilder.DropTable(name: "api_tokens");

            migrationBuilder.DropTable(name: "audit_head");

            migrationBuilder.DropTable(name: "audit_log");

            migrationBuilder.DropTable(name: "data_protection_keys");

            migrationBuilder.DropTable(name: "accounts");
        }
    }
}
