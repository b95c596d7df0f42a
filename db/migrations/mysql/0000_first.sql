CREATE TABLE `accounts` (
	`seq` bigint AUTO_INCREMENT NOT NULL,
	`platform` varbinary(255) NOT NULL,
	`user_id` varbinary(255) NOT NULL,
	`person_id` varbinary(255) NOT NULL,
	CONSTRAINT `accounts_seq` PRIMARY KEY(`seq`),
	CONSTRAINT `accounts_user` UNIQUE(`platform`,`user_id`)
);
--> statement-breakpoint
CREATE TABLE `card_handles` (
	`chat_id` varbinary(255) NOT NULL,
	`handle` varbinary(255) NOT NULL,
	`card_key` varbinary(255) NOT NULL,
	`seq` bigint NOT NULL,
	CONSTRAINT `card_handles_chat_id_handle_pk` PRIMARY KEY(`chat_id`,`handle`)
);
--> statement-breakpoint
CREATE TABLE `chats` (
	`id` varbinary(255) NOT NULL,
	`platform` varbinary(255) NOT NULL,
	`external_id` varbinary(255) NOT NULL,
	`kind` varbinary(255) NOT NULL,
	`title` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`contract_id` varbinary(255),
	CONSTRAINT `chats_id` PRIMARY KEY(`id`),
	CONSTRAINT `chats_external` UNIQUE(`platform`,`external_id`)
);
--> statement-breakpoint
CREATE TABLE `counters` (
	`contract_id` varbinary(255) NOT NULL,
	`day` varbinary(255) NOT NULL,
	`value` bigint NOT NULL,
	CONSTRAINT `counters_contract_id_day_pk` PRIMARY KEY(`contract_id`,`day`)
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`chat_id` varbinary(255) NOT NULL,
	`person_id` varbinary(255) NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`reported_at` bigint NOT NULL,
	`received_at` bigint NOT NULL,
	`version` bigint NOT NULL,
	`answer` longtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `drafts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`seq` bigint AUTO_INCREMENT NOT NULL,
	`platform` varbinary(255) NOT NULL,
	`update_id` varbinary(255) NOT NULL,
	`chat_id` varbinary(255) NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`state` varbinary(255) NOT NULL,
	`state_at` bigint NOT NULL,
	`lease_owner` varbinary(255),
	`attempts` bigint NOT NULL,
	`failures` bigint NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `inbox_seq` PRIMARY KEY(`seq`),
	CONSTRAINT `inbox_update` UNIQUE(`platform`,`update_id`)
);
--> statement-breakpoint
CREATE TABLE `instance` (
	`slot` bigint NOT NULL,
	`id` varbinary(255) NOT NULL,
	CONSTRAINT `instance_slot` PRIMARY KEY(`slot`)
);
--> statement-breakpoint
CREATE TABLE `leases` (
	`name` varbinary(255) NOT NULL,
	`owner` varbinary(255) NOT NULL,
	`until` bigint NOT NULL,
	CONSTRAINT `leases_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE TABLE `ledger` (
	`entry_id` bigint AUTO_INCREMENT NOT NULL,
	`event_id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`ticket_id` varbinary(255),
	`ticket_writes` bigint,
	`at` bigint NOT NULL,
	`recorded_at` bigint NOT NULL,
	`type` varbinary(255) NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seal_seq` bigint,
	`seal_hash` varbinary(255),
	CONSTRAINT `ledger_entry_id` PRIMARY KEY(`entry_id`),
	CONSTRAINT `ledger_event` UNIQUE(`event_id`),
	CONSTRAINT `ledger_seal` UNIQUE(`contract_id`,`seal_seq`)
);
--> statement-breakpoint
CREATE TABLE `ledger_heads` (
	`contract_id` varbinary(255) NOT NULL,
	`seq` bigint NOT NULL,
	`hash` varbinary(255) NOT NULL,
	CONSTRAINT `ledger_heads_contract_id` PRIMARY KEY(`contract_id`)
);
--> statement-breakpoint
CREATE TABLE `members` (
	`contract_id` varbinary(255) NOT NULL,
	`person_id` varbinary(255) NOT NULL,
	`roles` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`duty_order` bigint,
	CONSTRAINT `members_contract_id_person_id_pk` PRIMARY KEY(`contract_id`,`person_id`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`seq` bigint AUTO_INCREMENT NOT NULL,
	`outgoing_key` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`chat_id` varbinary(255) NOT NULL,
	`priority` bigint NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`created_at` bigint NOT NULL,
	`state` varbinary(255) NOT NULL,
	`state_at` bigint NOT NULL,
	`attempts` bigint NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `outbox_seq` PRIMARY KEY(`seq`),
	CONSTRAINT `outbox_key` UNIQUE(`outgoing_key`)
);
--> statement-breakpoint
CREATE TABLE `packs` (
	`contract_id` varbinary(255) NOT NULL,
	`since` bigint NOT NULL,
	`hash` varbinary(255) NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `packs_contract_id_since_pk` PRIMARY KEY(`contract_id`,`since`)
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` varbinary(255) NOT NULL,
	`name` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `people_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `presence` (
	`platform` varbinary(255) NOT NULL,
	`seen_at` bigint NOT NULL,
	CONSTRAINT `presence_platform` PRIMARY KEY(`platform`)
);
--> statement-breakpoint
CREATE TABLE `sandbox_messages` (
	`id` varbinary(255) NOT NULL,
	`chat` varbinary(255) NOT NULL,
	`position` bigint NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `sandbox_messages_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `texts` (
	`id` varbinary(255) NOT NULL,
	`ticket_id` varbinary(255),
	`hash` varbinary(255) NOT NULL,
	`salt` varbinary(255) NOT NULL,
	`body` longtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `texts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`number` varbinary(255) NOT NULL,
	`daily_number` bigint,
	`month_day` varbinary(255),
	`is_open` bigint NOT NULL,
	`reporter_id` varbinary(255) NOT NULL,
	`assignee_id` varbinary(255),
	`reported_at` bigint NOT NULL,
	`next_due_at` bigint,
	`breached` bigint NOT NULL,
	`writes` bigint NOT NULL,
	`doc` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `tickets_id` PRIMARY KEY(`id`),
	CONSTRAINT `tickets_number` UNIQUE(`contract_id`,`number`)
);
--> statement-breakpoint
CREATE TABLE `timers` (
	`timer_key` varbinary(255) NOT NULL,
	`kind` varbinary(255) NOT NULL,
	`subject` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`fire_at` bigint NOT NULL,
	`state` varbinary(255) NOT NULL,
	`state_at` bigint NOT NULL,
	`lease_token` varbinary(255),
	`attempts` bigint NOT NULL,
	`error` longtext character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `timers_timer_key` PRIMARY KEY(`timer_key`)
);
--> statement-breakpoint
CREATE INDEX `accounts_person` ON `accounts` (`person_id`,`platform`,`seq`);--> statement-breakpoint
CREATE INDEX `card_handles_key` ON `card_handles` (`chat_id`,`card_key`,`seq`);--> statement-breakpoint
CREATE INDEX `chats_contract` ON `chats` (`contract_id`);--> statement-breakpoint
CREATE INDEX `drafts_received` ON `drafts` (`received_at`);--> statement-breakpoint
CREATE INDEX `inbox_state` ON `inbox` (`state`,`state_at`);--> statement-breakpoint
CREATE INDEX `inbox_chat` ON `inbox` (`chat_id`,`state`,`seq`);--> statement-breakpoint
CREATE INDEX `leases_owner` ON `leases` (`owner`);--> statement-breakpoint
CREATE INDEX `ledger_unsealed` ON `ledger` (`seal_seq`,`contract_id`);--> statement-breakpoint
CREATE INDEX `ledger_ticket` ON `ledger` (`ticket_id`,`ticket_writes`);--> statement-breakpoint
CREATE INDEX `ledger_type` ON `ledger` (`contract_id`,`type`,`at`);--> statement-breakpoint
CREATE INDEX `members_person` ON `members` (`person_id`);--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`chat_id`,`state`,`priority`,`seq`);--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`state`,`state_at`,`chat_id`);--> statement-breakpoint
CREATE INDEX `sandbox_messages_chat` ON `sandbox_messages` (`chat`,`position`);--> statement-breakpoint
CREATE INDEX `texts_ticket` ON `texts` (`ticket_id`);--> statement-breakpoint
CREATE INDEX `tickets_daily` ON `tickets` (`contract_id`,`daily_number`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_reported` ON `tickets` (`contract_id`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_open` ON `tickets` (`contract_id`,`is_open`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`contract_id`,`is_open`,`next_due_at`);--> statement-breakpoint
CREATE INDEX `tickets_assignee` ON `tickets` (`assignee_id`,`is_open`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_reporter` ON `tickets` (`reporter_id`,`is_open`,`reported_at`);--> statement-breakpoint
CREATE INDEX `timers_state` ON `timers` (`state`,`state_at`);