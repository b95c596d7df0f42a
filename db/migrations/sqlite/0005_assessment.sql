CREATE TABLE `assessment_records` (
	`id` text PRIMARY KEY NOT NULL,
	`contract_id` text NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`version` integer NOT NULL,
	`doc` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `assessment_records_at` ON `assessment_records` (`contract_id`,`at`);--> statement-breakpoint
CREATE INDEX `assessment_records_type` ON `assessment_records` (`contract_id`,`type`,`at`);--> statement-breakpoint
DROP INDEX `tickets_reported`;--> statement-breakpoint
ALTER TABLE `tickets` ADD `outcome` text;--> statement-breakpoint
CREATE INDEX `tickets_reported` ON `tickets` (`contract_id`,`reported_at`,`id`,`writes`,`outcome`);