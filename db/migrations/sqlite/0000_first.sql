CREATE TABLE `accounts` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`platform` text NOT NULL,
	`user_id` text NOT NULL,
	`person_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_user` ON `accounts` (`platform`,`user_id`);--> statement-breakpoint
CREATE INDEX `accounts_person` ON `accounts` (`person_id`,`platform`,`seq`);--> statement-breakpoint
CREATE TABLE `card_handles` (
	`chat_id` text NOT NULL,
	`handle` text NOT NULL,
	`card_key` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`chat_id`, `handle`)
);
--> statement-breakpoint
CREATE INDEX `card_handles_key` ON `card_handles` (`chat_id`,`card_key`,`seq`);--> statement-breakpoint
CREATE TABLE `chats` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`external_id` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`contract_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chats_external` ON `chats` (`platform`,`external_id`);--> statement-breakpoint
CREATE INDEX `chats_contract` ON `chats` (`contract_id`);--> statement-breakpoint
CREATE TABLE `counters` (
	`contract_id` text NOT NULL,
	`day` text NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`contract_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`contract_id` text NOT NULL,
	`chat_id` text NOT NULL,
	`person_id` text NOT NULL,
	`body` text NOT NULL,
	`reported_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`version` integer NOT NULL,
	`answer` text
);
--> statement-breakpoint
CREATE INDEX `drafts_received` ON `drafts` (`received_at`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`platform` text NOT NULL,
	`update_id` text NOT NULL,
	`chat_id` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`state_at` integer NOT NULL,
	`lease_owner` text,
	`attempts` integer NOT NULL,
	`failures` integer NOT NULL,
	`error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `inbox_update` ON `inbox` (`platform`,`update_id`);--> statement-breakpoint
CREATE INDEX `inbox_state` ON `inbox` (`state`,`state_at`);--> statement-breakpoint
CREATE INDEX `inbox_chat` ON `inbox` (`chat_id`,`state`,`seq`);--> statement-breakpoint
CREATE TABLE `instance` (
	`slot` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `leases` (
	`name` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `leases_owner` ON `leases` (`owner`);--> statement-breakpoint
CREATE TABLE `ledger` (
	`entry_id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event_id` text NOT NULL,
	`contract_id` text NOT NULL,
	`ticket_id` text,
	`ticket_writes` integer,
	`at` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`seal_seq` integer,
	`seal_hash` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_event` ON `ledger` (`event_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `ledger_seal` ON `ledger` (`contract_id`,`seal_seq`);--> statement-breakpoint
CREATE INDEX `ledger_unsealed` ON `ledger` (`seal_seq`,`contract_id`);--> statement-breakpoint
CREATE INDEX `ledger_ticket` ON `ledger` (`ticket_id`,`ticket_writes`);--> statement-breakpoint
CREATE INDEX `ledger_type` ON `ledger` (`contract_id`,`type`,`at`);--> statement-breakpoint
CREATE TABLE `ledger_heads` (
	`contract_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `members` (
	`contract_id` text NOT NULL,
	`person_id` text NOT NULL,
	`roles` text NOT NULL,
	`duty_order` integer,
	PRIMARY KEY(`contract_id`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `members_person` ON `members` (`person_id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`outgoing_key` text NOT NULL,
	`contract_id` text NOT NULL,
	`chat_id` text NOT NULL,
	`priority` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	`state` text NOT NULL,
	`state_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_key` ON `outbox` (`outgoing_key`);--> statement-breakpoint
CREATE INDEX `outbox_lane` ON `outbox` (`chat_id`,`state`,`priority`,`seq`);--> statement-breakpoint
CREATE INDEX `outbox_state` ON `outbox` (`state`,`state_at`,`chat_id`);--> statement-breakpoint
CREATE TABLE `packs` (
	`contract_id` text NOT NULL,
	`since` integer NOT NULL,
	`hash` text NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`contract_id`, `since`)
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `presence` (
	`platform` text PRIMARY KEY NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sandbox_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`chat` text NOT NULL,
	`position` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sandbox_messages_chat` ON `sandbox_messages` (`chat`,`position`);--> statement-breakpoint
CREATE TABLE `texts` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text,
	`hash` text NOT NULL,
	`salt` text NOT NULL,
	`body` text
);
--> statement-breakpoint
CREATE INDEX `texts_ticket` ON `texts` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`contract_id` text NOT NULL,
	`number` text NOT NULL,
	`daily_number` integer,
	`month_day` text,
	`is_open` integer NOT NULL,
	`reporter_id` text NOT NULL,
	`assignee_id` text,
	`reported_at` integer NOT NULL,
	`next_due_at` integer,
	`breached` integer NOT NULL,
	`writes` integer NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_number` ON `tickets` (`contract_id`,`number`);--> statement-breakpoint
CREATE INDEX `tickets_daily` ON `tickets` (`contract_id`,`daily_number`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_reported` ON `tickets` (`contract_id`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_open` ON `tickets` (`contract_id`,`is_open`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`contract_id`,`is_open`,`next_due_at`);--> statement-breakpoint
CREATE INDEX `tickets_assignee` ON `tickets` (`assignee_id`,`is_open`,`reported_at`);--> statement-breakpoint
CREATE INDEX `tickets_reporter` ON `tickets` (`reporter_id`,`is_open`,`reported_at`);--> statement-breakpoint
CREATE TABLE `timers` (
	`timer_key` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`contract_id` text NOT NULL,
	`fire_at` integer NOT NULL,
	`state` text NOT NULL,
	`state_at` integer NOT NULL,
	`lease_token` text,
	`attempts` integer NOT NULL,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `timers_state` ON `timers` (`state`,`state_at`);