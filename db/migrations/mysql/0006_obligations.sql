CREATE TABLE `obligations` (
	`id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`type` varbinary(255) NOT NULL,
	`plan_id` varbinary(255) NOT NULL,
	`opens_at` bigint NOT NULL,
	`due_at` bigint NOT NULL,
	`is_open` bigint NOT NULL,
	`version` bigint NOT NULL,
	`doc` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `obligations_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE INDEX `obligations_due` ON `obligations` (`contract_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `obligations_open` ON `obligations` (`contract_id`,`is_open`,`due_at`);--> statement-breakpoint
CREATE INDEX `obligations_plan` ON `obligations` (`contract_id`,`plan_id`,`type`,`opens_at`);