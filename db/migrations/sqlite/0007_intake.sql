CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`contract_id` text NOT NULL,
	`group_key` text NOT NULL,
	`ticket_id` text,
	`state` text NOT NULL,
	`notices` integer NOT NULL,
	`flaps` integer NOT NULL,
	`last_at` integer NOT NULL,
	`version` integer NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `alerts_group` ON `alerts` (`contract_id`,`group_key`,`last_at`);--> statement-breakpoint
CREATE INDEX `alerts_ticket` ON `alerts` (`ticket_id`,`last_at`);--> statement-breakpoint
CREATE INDEX `alerts_state` ON `alerts` (`state`,`last_at`);--> statement-breakpoint
CREATE TABLE `taught_names` (
	`contract_id` text NOT NULL,
	`folded` text NOT NULL,
	`name` text NOT NULL,
	`system_id` text NOT NULL,
	`taught_by` text NOT NULL,
	`taught_at` integer NOT NULL,
	PRIMARY KEY(`contract_id`, `folded`)
);
--> statement-breakpoint
ALTER TABLE `chats` ADD `language` text;--> statement-breakpoint
ALTER TABLE `drafts` ADD `details` text;--> statement-breakpoint
ALTER TABLE `instance` ADD `link_key` text;--> statement-breakpoint
ALTER TABLE `sandbox_messages` ADD `said_at` integer;--> statement-breakpoint
CREATE INDEX `sandbox_messages_said` ON `sandbox_messages` (`said_at`);--> statement-breakpoint
ALTER TABLE `texts` ADD `masked` text;--> statement-breakpoint
ALTER TABLE `texts` ADD `contract_id` text;--> statement-breakpoint
ALTER TABLE `texts` ADD `written_at` integer;--> statement-breakpoint
ALTER TABLE `texts` ADD `cleared_at` integer;--> statement-breakpoint
CREATE INDEX `texts_uncleared` ON `texts` (`cleared_at`,`contract_id`,`written_at`);