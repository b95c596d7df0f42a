CREATE TABLE `attendance` (
	`contract_id` varbinary(255) NOT NULL,
	`day` varbinary(255) NOT NULL,
	`person_id` varbinary(255) NOT NULL,
	`signed_in_at` bigint,
	`signed_out_at` bigint,
	`absent_at` bigint,
	CONSTRAINT `attendance_contract_id_day_person_id_pk` PRIMARY KEY(`contract_id`,`day`,`person_id`)
);
--> statement-breakpoint
CREATE TABLE `duty_changes` (
	`id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`kind` varbinary(255) NOT NULL,
	`person_id` varbinary(255) NOT NULL,
	`substitute_id` varbinary(255),
	`swap_id` varbinary(255),
	`starts_at` bigint NOT NULL,
	`ends_at` bigint NOT NULL,
	`state` varbinary(255) NOT NULL,
	`asked_by` varbinary(255) NOT NULL,
	`asked_at` bigint NOT NULL,
	`version` bigint NOT NULL,
	CONSTRAINT `duty_changes_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `rota_plans` (
	`contract_id` varbinary(255) NOT NULL,
	`rota_id` varbinary(255) NOT NULL,
	`starts_on` varbinary(255) NOT NULL,
	`people` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `rota_plans_contract_id_rota_id_pk` PRIMARY KEY(`contract_id`,`rota_id`)
);
--> statement-breakpoint
ALTER TABLE `chats` ADD `department` varbinary(255);--> statement-breakpoint
ALTER TABLE `members` ADD `posts` longtext character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `members` ADD `department` varbinary(255);--> statement-breakpoint
CREATE INDEX `duty_changes_end` ON `duty_changes` (`contract_id`,`ends_at`);--> statement-breakpoint
CREATE INDEX `duty_changes_swap` ON `duty_changes` (`swap_id`);