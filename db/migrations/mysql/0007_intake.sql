CREATE TABLE `alerts` (
	`id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`group_key` varbinary(255) NOT NULL,
	`ticket_id` varbinary(255),
	`state` varbinary(255) NOT NULL,
	`notices` bigint NOT NULL,
	`flaps` bigint NOT NULL,
	`last_at` bigint NOT NULL,
	`version` bigint NOT NULL,
	`doc` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `alerts_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `taught_names` (
	`contract_id` varbinary(255) NOT NULL,
	`folded` varbinary(255) NOT NULL,
	`name` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`system_id` varbinary(255) NOT NULL,
	`taught_by` varbinary(255) NOT NULL,
	`taught_at` bigint NOT NULL,
	CONSTRAINT `taught_names_contract_id_folded_pk` PRIMARY KEY(`contract_id`,`folded`)
);
--> statement-breakpoint
ALTER TABLE `chats` ADD `language` varbinary(255);--> statement-breakpoint
ALTER TABLE `drafts` ADD `details` longtext character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `instance` ADD `link_key` varbinary(255);--> statement-breakpoint
ALTER TABLE `sandbox_messages` ADD `said_at` bigint;--> statement-breakpoint
ALTER TABLE `texts` ADD `masked` longtext character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `texts` ADD `contract_id` varbinary(255);--> statement-breakpoint
ALTER TABLE `texts` ADD `written_at` bigint;--> statement-breakpoint
ALTER TABLE `texts` ADD `cleared_at` bigint;--> statement-breakpoint
CREATE INDEX `alerts_group` ON `alerts` (`contract_id`,`group_key`,`last_at`);--> statement-breakpoint
CREATE INDEX `alerts_ticket` ON `alerts` (`ticket_id`,`last_at`);--> statement-breakpoint
CREATE INDEX `alerts_state` ON `alerts` (`state`,`last_at`);--> statement-breakpoint
CREATE INDEX `sandbox_messages_said` ON `sandbox_messages` (`said_at`);--> statement-breakpoint
CREATE INDEX `texts_uncleared` ON `texts` (`cleared_at`,`contract_id`,`written_at`);