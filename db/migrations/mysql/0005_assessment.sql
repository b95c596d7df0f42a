CREATE TABLE `assessment_records` (
	`id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`at` bigint NOT NULL,
	`type` varbinary(255) NOT NULL,
	`version` bigint NOT NULL,
	`doc` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `assessment_records_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
DROP INDEX `tickets_reported` ON `tickets`;--> statement-breakpoint
ALTER TABLE `tickets` ADD `outcome` varbinary(2048);--> statement-breakpoint
CREATE INDEX `assessment_records_at` ON `assessment_records` (`contract_id`,`at`);--> statement-breakpoint
CREATE INDEX `assessment_records_type` ON `assessment_records` (`contract_id`,`type`,`at`);--> statement-breakpoint
CREATE INDEX `tickets_reported` ON `tickets` (`contract_id`,`reported_at`,`id`,`writes`,`outcome`);