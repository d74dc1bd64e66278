CREATE TABLE IF NOT EXISTS `__EFMigrationsHistory` (
    `MigrationId` varchar(150) CHARACTER SET utf8mb4 NOT NULL,
    `ProductVersion` varchar(32) CHARACTER SET utf8mb4 NOT NULL,
    CONSTRAINT `PK___EFMigrationsHistory` PRIMARY KEY (`MigrationId`)
) CHARACTER SET=utf8mb4;

START TRANSACTION;
DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `accounts` (
        `id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `role` enum('viewer', 'operator', 'admin') NOT NULL,
        `is_disabled` tinyint(1) NOT NULL,
        `created_at` datetime(6) NOT NULL,
        `last_sign_in_at` datetime(6) NULL,
        `link_hash` varchar(64) NULL,
        `link_expires_at` datetime(6) NULL,
        `user_name` varchar(255) NULL,
        `normalized_user_name` varchar(255) NULL,
        `email` varchar(255) NULL,
        `normalized_email` varchar(255) NULL,
        `password_hash` text NULL,
        `security_stamp` varchar(255) NULL,
        `concurrency_stamp` varchar(255) NULL,
        `lockout_end` datetime(6) NULL,
        `lockout_enabled` tinyint(1) NOT NULL,
        `access_failed_count` int NOT NULL,
        CONSTRAINT `PK_accounts` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `api_tokens` (
        `id` int NOT NULL AUTO_INCREMENT,
        `name` varchar(255) NOT NULL,
        `prefix` varchar(64) NOT NULL,
        `hash` varchar(64) NOT NULL,
        `role` enum('viewer', 'operator', 'admin') NULL,
        `created_by` varchar(255) NOT NULL,
        `created_at` datetime(6) NOT NULL,
        `expires_at` datetime(6) NULL,
        `last_used_at` datetime(6) NULL,
        `revoked_at` datetime(6) NULL,
        CONSTRAINT `PK_api_tokens` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `audit_head` (
        `id` int NOT NULL,
        `seq` bigint NOT NULL,
        `mac` varchar(64) NOT NULL,
        `key_id` varchar(64) NOT NULL,
        `seal` varchar(64) NOT NULL,
        CONSTRAINT `PK_audit_head` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `audit_log` (
        `seq` bigint NOT NULL,
        `at` datetime(6) NOT NULL,
        `actor_kind` enum('account', 'token', 'program', 'anonymous') NOT NULL,
        `actor_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `actor_name` varchar(255) NOT NULL,
        `address` varchar(64) NULL,
        `action` varchar(64) NOT NULL,
        `subject` varchar(255) NULL,
        `before` text NULL,
        `after` text NULL,
        `key_id` varchar(64) NOT NULL,
        `mac` varchar(64) NOT NULL,
        CONSTRAINT `PK_audit_log` PRIMARY KEY (`seq`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `checkpoint` (
        `id` int NOT NULL,
        `change_seq` bigint NOT NULL,
        `executions_stored` bigint NOT NULL,
        `generation` int NOT NULL,
        `poll_state` longtext NULL,
        `known_until` datetime(6) NULL,
        `last_full_pass_at` datetime(6) NULL,
        CONSTRAINT `PK_checkpoint` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `data_protection_keys` (
        `id` int NOT NULL AUTO_INCREMENT,
        `friendly_name` varchar(255) NULL,
        `xml` text NULL,
        CONSTRAINT `PK_data_protection_keys` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `n8n_request_permits` (
        `id` bigint NOT NULL AUTO_INCREMENT,
        `priority` enum('person', 'live', 'detail', 'backfill') NOT NULL,
        `taken_at` datetime(6) NOT NULL,
        `answered_at` datetime(6) NULL,
        CONSTRAINT `PK_n8n_request_permits` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `quarantined_executions` (
        `id` int NOT NULL AUTO_INCREMENT,
        `n8n_execution_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `generation` int NOT NULL,
        `reason` text NOT NULL,
        `first_seen_at` datetime(6) NOT NULL,
        CONSTRAINT `PK_quarantined_executions` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `unobserved_intervals` (
        `id` bigint NOT NULL AUTO_INCREMENT,
        `started_at` datetime(6) NOT NULL,
        `ended_at` datetime(6) NULL,
        `reason` varchar(64) NOT NULL,
        `change_seq` bigint NOT NULL,
        CONSTRAINT `PK_unobserved_intervals` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `workflow_events` (
        `id` bigint NOT NULL AUTO_INCREMENT,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `kind` enum('registered', 'renamed', 'activated', 'deactivated', 'archived', 'unarchived', 'vanished', 'returned', 'schedule_changed', 'version_changed', 'classification_changed', 'classification_proposed') NOT NULL,
        `at` datetime(6) NOT NULL,
        `before` varchar(255) NULL,
        `after` varchar(255) NULL,
        `author` varchar(255) NULL,
        `change_seq` bigint NOT NULL,
        CONSTRAINT `PK_workflow_events` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `workflow_registry` (
        `id` int NOT NULL AUTO_INCREMENT,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `workflow_name` varchar(255) NOT NULL,
        `workflow_type` enum('vpc', 'subnet', 'transit_gateway', 'nat_gateway', 'vpn', 'other') NOT NULL,
        `provider` enum('aws', 'azure', 'gcp', 'ali', 'oci', 'huawei', 'others') NOT NULL,
        `is_active` tinyint(1) NOT NULL DEFAULT TRUE,
        `created_at` datetime(6) NOT NULL,
        `updated_at` datetime(6) NOT NULL,
        `is_archived` tinyint(1) NOT NULL,
        `vanished_at` datetime(6) NULL,
        `switched_off_at` datetime(6) NULL,
        `is_placeholder` tinyint(1) NOT NULL,
        `classified_by` enum('none', 'name', 'tag', 'person') NOT NULL,
        `tags` text NULL,
        `schedule` text NULL,
        `time_zone` varchar(255) NULL,
        `version_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `version_author` varchar(255) NULL,
        `change_seq` bigint NOT NULL,
        CONSTRAINT `PK_workflow_registry` PRIMARY KEY (`id`),
        CONSTRAINT `AK_workflow_registry_workflow_id` UNIQUE (`workflow_id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `account_logins` (
        `login_provider` varchar(64) NOT NULL,
        `provider_key` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `provider_display_name` varchar(255) NULL,
        `user_id` varchar(255) COLLATE utf8mb4_bin NULL,
        CONSTRAINT `PK_account_logins` PRIMARY KEY (`login_provider`, `provider_key`),
        CONSTRAINT `FK_account_logins_accounts_user_id` FOREIGN KEY (`user_id`) REFERENCES `accounts` (`id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `workflow_executions` (
        `id` int NOT NULL AUTO_INCREMENT,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `execution_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `status` enum('success', 'failure', 'running', 'cancelled') NOT NULL,
        `start_time` datetime(6) NOT NULL,
        `end_time` datetime(6) NULL,
        `duration_ms` bigint NULL,
        `resources_created` int NULL,
        `resources_updated` int NULL,
        `resources_failed` int NULL,
        `resources_deleted` int NULL,
        `error_message` text NULL,
        `error_fingerprint` varchar(16) COLLATE utf8mb4_bin NULL,
        `execution_data` json NULL,
        `created_at` datetime(6) NOT NULL,
        `n8n_execution_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `generation` int NOT NULL,
        `n8n_status` varchar(64) NULL,
        `mode` varchar(64) NULL,
        `retry_of` varchar(255) COLLATE utf8mb4_bin NULL,
        `retry_success_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `start_time_estimated` tinyint(1) NOT NULL,
        `failed_node` varchar(255) NULL,
        `nodes_failed` int NULL,
        `detail_state` enum('open', 'pending', 'stored', 'unavailable') NOT NULL,
        `change_seq` bigint NOT NULL,
        CONSTRAINT `PK_workflow_executions` PRIMARY KEY (`id`),
        CONSTRAINT `AK_workflow_executions_execution_id` UNIQUE (`execution_id`),
        CONSTRAINT `FK_workflow_executions_workflow_registry_workflow_id` FOREIGN KEY (`workflow_id`) REFERENCES `workflow_registry` (`workflow_id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE TABLE `workflow_alerts` (
        `id` int NOT NULL AUTO_INCREMENT,
        `execution_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `alert_type` enum('failure', 'success', 'manual_trigger') NOT NULL,
        `recipients` text NOT NULL,
        `sent_at` datetime(6) NOT NULL,
        `resolved_at` datetime(6) NULL,
        CONSTRAINT `PK_workflow_alerts` PRIMARY KEY (`id`),
        CONSTRAINT `FK_workflow_alerts_workflow_executions_execution_id` FOREIGN KEY (`execution_id`) REFERENCES `workflow_executions` (`execution_id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_account_logins_user_id` ON `account_logins` (`user_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE UNIQUE INDEX `IX_accounts_normalized_user_name` ON `accounts` (`normalized_user_name`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE UNIQUE INDEX `IX_api_tokens_hash` ON `api_tokens` (`hash`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_audit_log_at` ON `audit_log` (`at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_audit_log_subject_seq` ON `audit_log` (`subject`, `seq`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_n8n_request_permits_answered_at` ON `n8n_request_permits` (`answered_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_n8n_request_permits_taken_at` ON `n8n_request_permits` (`taken_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE UNIQUE INDEX `IX_quarantined_executions_n8n_execution_id_generation` ON `quarantined_executions` (`n8n_execution_id`, `generation`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_unobserved_intervals_change_seq` ON `unobserved_intervals` (`change_seq`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_unobserved_intervals_ended_at` ON `unobserved_intervals` (`ended_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_alerts_execution_id` ON `workflow_alerts` (`execution_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_events_change_seq` ON `workflow_events` (`change_seq`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_events_workflow_id_id` ON `workflow_events` (`workflow_id`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_change_seq` ON `workflow_executions` (`change_seq`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_detail_state_status_start_time` ON `workflow_executions` (`detail_state`, `status`, `start_time`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_error_fingerprint_start_time_id` ON `workflow_executions` (`error_fingerprint`, `start_time`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE UNIQUE INDEX `IX_workflow_executions_n8n_execution_id_generation` ON `workflow_executions` (`n8n_execution_id`, `generation`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_retry_of` ON `workflow_executions` (`retry_of`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_start_time_id` ON `workflow_executions` (`start_time`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_status_start_time_id` ON `workflow_executions` (`status`, `start_time`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_workflow_id_start_time_id` ON `workflow_executions` (`workflow_id`, `start_time`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_executions_workflow_id_status_start_time_id` ON `workflow_executions` (`workflow_id`, `status`, `start_time`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    CREATE INDEX `IX_workflow_registry_change_seq` ON `workflow_registry` (`change_seq`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125105641_Initial') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125105641_Initial', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    CREATE INDEX `IX_workflow_executions_error_fingerprint_start_time` ON `workflow_executions` (`error_fingerprint`, `start_time`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    CREATE INDEX `IX_workflow_executions_workflow_id_status_start_time` ON `workflow_executions` (`workflow_id`, `status`, `start_time`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    ALTER TABLE `workflow_executions` DROP INDEX `IX_workflow_executions_error_fingerprint_start_time_id`;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    ALTER TABLE `workflow_executions` DROP INDEX `IX_workflow_executions_start_time_id`;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    ALTER TABLE `workflow_executions` DROP INDEX `IX_workflow_executions_status_start_time_id`;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    ALTER TABLE `workflow_executions` DROP INDEX `IX_workflow_executions_workflow_id_start_time_id`;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    ALTER TABLE `workflow_executions` DROP INDEX `IX_workflow_executions_workflow_id_status_start_time_id`;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125143218_FewerExecutionIndexes') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125143218_FewerExecutionIndexes', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `account` varchar(255) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `freshness_limit_minutes` int NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `notes` text NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `other_cells` text NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `owner` varchar(255) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `pause_reason` varchar(255) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `paused_until` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `region` varchar(255) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    ALTER TABLE `workflow_registry` ADD `runbook_url` text NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125150338_WorkflowSettings') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125150338_WorkflowSettings', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125154859_WorkflowRunWays') THEN

    ALTER TABLE `workflow_registry` ADD `run_ways` text NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125154859_WorkflowRunWays') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125154859_WorkflowRunWays', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    ALTER TABLE `workflow_registry` ADD `run_policy` enum('operators', 'operators_by_name', 'admins', 'never') NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    ALTER TABLE `workflow_registry` ADD `webhook_secret` varchar(64) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    CREATE TABLE `triggers` (
        `id` int NOT NULL AUTO_INCREMENT,
        `trigger_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `act` enum('run', 'retry', 'stop') NOT NULL,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `target_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `way` enum('webhook', 'mcp', 'api') NOT NULL,
        `batch` varchar(255) COLLATE utf8mb4_bin NULL,
        `actor_kind` enum('account', 'token', 'program', 'anonymous') NOT NULL,
        `actor_id` varchar(255) NULL,
        `actor_name` varchar(255) NOT NULL,
        `requested_at` datetime(6) NOT NULL,
        `state` enum('queued', 'sending', 'sent', 'ended', 'refused', 'withdrawn', 'unknown') NOT NULL,
        `sent_at` datetime(6) NULL,
        `n8n_execution_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `execution_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `outcome` text NULL,
        `ended_at` datetime(6) NULL,
        CONSTRAINT `PK_triggers` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    CREATE INDEX `IX_triggers_execution_id` ON `triggers` (`execution_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    CREATE INDEX `IX_triggers_requested_at` ON `triggers` (`requested_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    CREATE INDEX `IX_triggers_state_workflow_id` ON `triggers` (`state`, `workflow_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    CREATE UNIQUE INDEX `IX_triggers_trigger_id` ON `triggers` (`trigger_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125160335_Triggers') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125160335_Triggers', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE TABLE `alert_messages` (
        `id` int NOT NULL AUTO_INCREMENT,
        `message_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `kind` enum('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test') NOT NULL,
        `incident_id` int NULL,
        `execution_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `story` json NOT NULL,
        `created_at` datetime(6) NOT NULL,
        `workflow_alert_id` int NULL,
        CONSTRAINT `PK_alert_messages` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE TABLE `alert_recipients` (
        `id` int NOT NULL AUTO_INCREMENT,
        `email` varchar(255) NOT NULL,
        `name` varchar(255) NULL,
        `subscriptions` json NOT NULL,
        `created_at` datetime(6) NOT NULL,
        CONSTRAINT `PK_alert_recipients` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE TABLE `alert_rules` (
        `id` int NOT NULL,
        `rules` json NOT NULL,
        `digest_at` datetime(6) NULL,
        CONSTRAINT `PK_alert_rules` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE TABLE `incidents` (
        `id` int NOT NULL AUTO_INCREMENT,
        `kind` enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected') NOT NULL,
        `cause_key` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `title` varchar(255) NOT NULL,
        `sentence` text NULL,
        `error_class` enum('rejected', 'forbidden', 'throttled', 'timed_out', 'unreachable', 'code', 'other') NULL,
        `credential_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `opened_at` datetime(6) NOT NULL,
        `detected_at` datetime(6) NOT NULL,
        `in_summary` tinyint(1) NOT NULL,
        `notify_at` datetime(6) NOT NULL,
        `told` enum('nothing', 'broken', 'recovered') NOT NULL,
        `first_told_at` datetime(6) NULL,
        `told_at` datetime(6) NULL,
        `told_workflows` int NOT NULL,
        `seen_workflows` int NOT NULL,
        `followed_up` tinyint(1) NOT NULL,
        `resolved_at` datetime(6) NULL,
        `resolved_by` varchar(255) NULL,
        `recovery_at` datetime(6) NULL,
        `reopened` int NOT NULL,
        `acknowledged_at` datetime(6) NULL,
        `acknowledged_by` varchar(255) NULL,
        `note` text NULL,
        `silenced_until` datetime(6) NULL,
        `failures` int NOT NULL,
        `last_failure_at` datetime(6) NOT NULL,
        `first_execution_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `last_execution_id` varchar(255) COLLATE utf8mb4_bin NULL,
        CONSTRAINT `PK_incidents` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE TABLE `alert_deliveries` (
        `id` int NOT NULL AUTO_INCREMENT,
        `alert_message_id` int NOT NULL,
        `channel` enum('email', 'webhook') NOT NULL,
        `address` varchar(255) NOT NULL,
        `state` enum('pending', 'sent', 'failed', 'summarized') NOT NULL,
        `not_before` datetime(6) NOT NULL,
        `lease_until` datetime(6) NULL,
        `attempts` int NOT NULL,
        `sent_at` datetime(6) NULL,
        `problem` text NULL,
        CONSTRAINT `PK_alert_deliveries` PRIMARY KEY (`id`),
        CONSTRAINT `FK_alert_deliveries_alert_messages_alert_message_id` FOREIGN KEY (`alert_message_id`) REFERENCES `alert_messages` (`id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE TABLE `incident_transitions` (
        `id` int NOT NULL AUTO_INCREMENT,
        `incident_id` int NOT NULL,
        `at` datetime(6) NOT NULL,
        `change` enum('opened', 'cause_found', 'joined', 'recovered', 'reopened', 'resolved', 'acknowledged', 'silenced', 'told') NOT NULL,
        `actor_name` varchar(255) NULL,
        `text` text NULL,
        CONSTRAINT `PK_incident_transitions` PRIMARY KEY (`id`),
        CONSTRAINT `FK_incident_transitions_incidents_incident_id` FOREIGN KEY (`incident_id`) REFERENCES `incidents` (`id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE TABLE `incident_workflows` (
        `id` int NOT NULL AUTO_INCREMENT,
        `incident_id` int NOT NULL,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `first_execution_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `last_execution_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `failed_at` datetime(6) NOT NULL,
        `last_failure_start` datetime(6) NOT NULL,
        `failures` int NOT NULL,
        `recovered_at` datetime(6) NULL,
        CONSTRAINT `PK_incident_workflows` PRIMARY KEY (`id`),
        CONSTRAINT `FK_incident_workflows_incidents_incident_id` FOREIGN KEY (`incident_id`) REFERENCES `incidents` (`id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_alert_deliveries_alert_message_id` ON `alert_deliveries` (`alert_message_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_alert_deliveries_state_not_before` ON `alert_deliveries` (`state`, `not_before`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_alert_messages_incident_id_id` ON `alert_messages` (`incident_id`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE UNIQUE INDEX `IX_alert_messages_message_id` ON `alert_messages` (`message_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE UNIQUE INDEX `IX_alert_recipients_email` ON `alert_recipients` (`email`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_incident_transitions_incident_id_id` ON `incident_transitions` (`incident_id`, `id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE UNIQUE INDEX `IX_incident_workflows_incident_id_workflow_id` ON `incident_workflows` (`incident_id`, `workflow_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_incident_workflows_workflow_id` ON `incident_workflows` (`workflow_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_incidents_cause_key_resolved_at` ON `incidents` (`cause_key`, `resolved_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_incidents_opened_at` ON `incidents` (`opened_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    CREATE INDEX `IX_incidents_resolved_at` ON `incidents` (`resolved_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125184344_Alerts') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125184344_Alerts', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125192635_AlertNews') THEN

    ALTER TABLE `alert_rules` ADD `successes_to` bigint NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125192635_AlertNews') THEN

    ALTER TABLE `alert_rules` ADD `triggers_to` int NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125192635_AlertNews') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125192635_AlertNews', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125193933_FailurePush') THEN

    CREATE TABLE `push_relay` (
        `id` int NOT NULL,
        `state` enum('connecting', 'connected', 'undoing') NOT NULL,
        `mark` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `url` text NOT NULL,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NULL,
        `is_sent` tinyint(1) NOT NULL,
        `is_published` tinyint(1) NOT NULL,
        `actor_kind` enum('account', 'token', 'program', 'anonymous') NOT NULL,
        `actor_id` varchar(255) NULL,
        `actor_name` varchar(255) NOT NULL,
        `asked_at` datetime(6) NOT NULL,
        CONSTRAINT `PK_push_relay` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125193933_FailurePush') THEN

    CREATE TABLE `push_targets` (
        `id` int NOT NULL AUTO_INCREMENT,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `workflow_name` varchar(255) NOT NULL,
        `state` enum('waiting', 'sending', 'set', 'left') NOT NULL,
        `before` varchar(64) NULL,
        `reason` text NULL,
        CONSTRAINT `PK_push_targets` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125193933_FailurePush') THEN

    CREATE UNIQUE INDEX `IX_push_targets_workflow_id` ON `push_targets` (`workflow_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125193933_FailurePush') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125193933_FailurePush', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    CREATE TABLE `alert_message_incidents` (
        `id` int NOT NULL AUTO_INCREMENT,
        `alert_message_id` int NOT NULL,
        `incident_id` int NOT NULL,
        CONSTRAINT `PK_alert_message_incidents` PRIMARY KEY (`id`),
        CONSTRAINT `FK_alert_message_incidents_alert_messages_alert_message_id` FOREIGN KEY (`alert_message_id`) REFERENCES `alert_messages` (`id`) ON DELETE CASCADE,
        CONSTRAINT `FK_alert_message_incidents_incidents_incident_id` FOREIGN KEY (`incident_id`) REFERENCES `incidents` (`id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    INSERT INTO alert_message_incidents (alert_message_id, incident_id) SELECT id, incident_id FROM alert_messages WHERE incident_id IN (SELECT id FROM incidents);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    ALTER TABLE `alert_messages` DROP INDEX `IX_alert_messages_incident_id_id`;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    ALTER TABLE `alert_messages` DROP COLUMN `incident_id`;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    CREATE INDEX `IX_incidents_resolved_by_kind` ON `incidents` (`resolved_by`, `kind`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    CREATE INDEX `IX_incidents_told` ON `incidents` (`told`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    CREATE INDEX `IX_alert_messages_kind_execution_id` ON `alert_messages` (`kind`, `execution_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    CREATE INDEX `IX_alert_messages_workflow_alert_id` ON `alert_messages` (`workflow_alert_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    CREATE INDEX `IX_alert_message_incidents_alert_message_id` ON `alert_message_incidents` (`alert_message_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    CREATE UNIQUE INDEX `IX_alert_message_incidents_incident_id_alert_message_id` ON `alert_message_incidents` (`incident_id`, `alert_message_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125211316_AlertMessageIncidents') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125211316_AlertMessageIncidents', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125212429_Rollups') THEN

    ALTER TABLE `checkpoint` ADD `executions_from` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125212429_Rollups') THEN

    ALTER TABLE `checkpoint` ADD `rollup_zone` varchar(255) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125212429_Rollups') THEN

    ALTER TABLE `checkpoint` ADD `rollups_from` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125212429_Rollups') THEN

    CREATE TABLE `execution_rollups` (
        `grain` enum('hour', 'day') NOT NULL,
        `starts_at` datetime(6) NOT NULL,
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `origin` enum('schedule', 'webhook', 'manual', 'retry', 'sub_workflow', 'error_workflow', 'other') NOT NULL,
        `success` int NOT NULL,
        `failure` int NOT NULL,
        `cancelled` int NOT NULL,
        `retried` int NOT NULL,
        `reported` int NOT NULL,
        `resources_created` bigint NOT NULL,
        `resources_updated` bigint NOT NULL,
        `resources_deleted` bigint NOT NULL,
        `resources_failed` bigint NOT NULL,
        `durations` longblob NOT NULL,
        CONSTRAINT `PK_execution_rollups` PRIMARY KEY (`grain`, `starts_at`, `workflow_id`, `origin`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125212429_Rollups') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125212429_Rollups', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125221010_ServiceLevels') THEN

    ALTER TABLE `incidents` MODIFY COLUMN `kind` enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level') NOT NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125221010_ServiceLevels') THEN

    CREATE TABLE `service_hours` (
        `starts_at` datetime(6) NOT NULL,
        `looks` int NOT NULL,
        `visible` bigint NOT NULL,
        `monitored` bigint NOT NULL,
        `aged` int NOT NULL,
        `age_seconds` bigint NOT NULL,
        `loads` longblob NOT NULL,
        `updates` longblob NOT NULL,
        CONSTRAINT `PK_service_hours` PRIMARY KEY (`starts_at`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125221010_ServiceLevels') THEN

    CREATE TABLE `service_targets` (
        `id` int NOT NULL,
        `targets` json NOT NULL,
        CONSTRAINT `PK_service_targets` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125221010_ServiceLevels') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125221010_ServiceLevels', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125223346_Reports') THEN

    ALTER TABLE `alert_messages` MODIFY COLUMN `kind` enum('opened', 'follow_up', 'reminder', 'recovery', 'summary', 'success', 'manual_trigger', 'digest', 'test', 'report') NOT NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125223346_Reports') THEN

    CREATE TABLE `reports` (
        `id` int NOT NULL AUTO_INCREMENT,
        `kind` enum('month', 'quarter', 'period') NOT NULL,
        `title` varchar(255) NOT NULL,
        `from` datetime(6) NOT NULL,
        `to` datetime(6) NOT NULL,
        `version` int NOT NULL,
        `reason` text NULL,
        `issued_at` datetime(6) NOT NULL,
        `issued_by` varchar(255) NOT NULL,
        `content` longtext NOT NULL,
        `sha256` varchar(64) NOT NULL,
        CONSTRAINT `PK_reports` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125223346_Reports') THEN

    CREATE UNIQUE INDEX `IX_reports_from_to_version` ON `reports` (`from`, `to`, `version`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125223346_Reports') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125223346_Reports', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125230957_KeysAndRetention') THEN

    ALTER TABLE `incidents` MODIFY COLUMN `kind` enum('failure', 'late', 'stale', 'stuck', 'suspicious', 'switched_off', 'trigger', 'n8n_unreachable', 'n8n_key_rejected', 'service_level', 'n8n_key_expiring') NOT NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125230957_KeysAndRetention') THEN

    ALTER TABLE `checkpoint` ADD `details_from` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125230957_KeysAndRetention') THEN

    CREATE TABLE `retention` (
        `id` int NOT NULL,
        `next_at` datetime(6) NOT NULL,
        `started_at` datetime(6) NULL,
        `ended_at` datetime(6) NULL,
        `removed` json NULL,
        `problem` text NULL,
        CONSTRAINT `PK_retention` PRIMARY KEY (`id`)
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125230957_KeysAndRetention') THEN

    CREATE TABLE `workflow_credentials` (
        `workflow_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        `credential_id` varchar(255) COLLATE utf8mb4_bin NOT NULL,
        CONSTRAINT `PK_workflow_credentials` PRIMARY KEY (`workflow_id`, `credential_id`),
        CONSTRAINT `FK_workflow_credentials_workflow_registry_workflow_id` FOREIGN KEY (`workflow_id`) REFERENCES `workflow_registry` (`workflow_id`) ON DELETE CASCADE
    ) CHARACTER SET=utf8mb4;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125230957_KeysAndRetention') THEN

    CREATE INDEX `IX_workflow_credentials_credential_id` ON `workflow_credentials` (`credential_id`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261125230957_KeysAndRetention') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261125230957_KeysAndRetention', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126005150_ServicePromises') THEN

    ALTER TABLE `service_hours` ADD `process` varchar(64) NOT NULL DEFAULT '', DROP PRIMARY KEY, ADD PRIMARY KEY (`starts_at`, `process`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126005150_ServicePromises') THEN

    ALTER TABLE `incidents` ADD `over_at` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126005150_ServicePromises') THEN

    ALTER TABLE `alert_messages` ADD `due_at` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126005150_ServicePromises') THEN

    CREATE INDEX `IX_alert_messages_kind_created_at` ON `alert_messages` (`kind`, `created_at`);

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126005150_ServicePromises') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261126005150_ServicePromises', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126043710_AlertPatience') THEN

    ALTER TABLE `alert_deliveries` ADD `refused_since` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126043710_AlertPatience') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261126043710_AlertPatience', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126054924_ExecutionWaitTill') THEN

    ALTER TABLE `workflow_executions` ADD `wait_till` datetime(6) NULL;

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

DROP PROCEDURE IF EXISTS MigrationsScript;
DELIMITER //
CREATE PROCEDURE MigrationsScript()
BEGIN
    IF NOT EXISTS(SELECT 1 FROM `__EFMigrationsHistory` WHERE `MigrationId` = '20261126054924_ExecutionWaitTill') THEN

    INSERT INTO `__EFMigrationsHistory` (`MigrationId`, `ProductVersion`)
    VALUES ('20261126054924_ExecutionWaitTill', '9.0.23');

    END IF;
END //
DELIMITER ;
CALL MigrationsScript();
DROP PROCEDURE MigrationsScript;

COMMIT;

