CREATE TABLE `obligations` (
	`id` text PRIMARY KEY NOT NULL,
	`contract_id` text NOT NULL,
	`type` text NOT NULL,
	`plan_id` text NOT NULL,
	`opens_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`is_open` integer NOT NULL,
	`version` integer NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `obligations_due` ON `obligations` (`contract_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `obligations_open` ON `obligations` (`contract_id`,`is_open`,`due_at`);--> statement-breakpoint
CREATE INDEX `obligations_plan` ON `obligations` (`contract_id`,`plan_id`,`type`,`opens_at`);