CREATE TABLE `attendance` (
	`contract_id` text NOT NULL,
	`day` text NOT NULL,
	`person_id` text NOT NULL,
	`signed_in_at` integer,
	`signed_out_at` integer,
	`absent_at` integer,
	PRIMARY KEY(`contract_id`, `day`, `person_id`)
);
--> statement-breakpoint
CREATE TABLE `duty_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`contract_id` text NOT NULL,
	`kind` text NOT NULL,
	`person_id` text NOT NULL,
	`substitute_id` text,
	`swap_id` text,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`state` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `duty_changes_end` ON `duty_changes` (`contract_id`,`ends_at`);--> statement-breakpoint
CREATE INDEX `duty_changes_swap` ON `duty_changes` (`swap_id`);--> statement-breakpoint
CREATE TABLE `rota_plans` (
	`contract_id` text NOT NULL,
	`rota_id` text NOT NULL,
	`starts_on` text NOT NULL,
	`people` text NOT NULL,
	PRIMARY KEY(`contract_id`, `rota_id`)
);
--> statement-breakpoint
ALTER TABLE `chats` ADD `department` text;--> statement-breakpoint
ALTER TABLE `members` ADD `posts` text;--> statement-breakpoint
ALTER TABLE `members` ADD `department` text;