CREATE TABLE `platform_usage` (
	`platform` text NOT NULL,
	`month` text NOT NULL,
	`kind` text NOT NULL,
	`ticket_id` text NOT NULL,
	`used` integer NOT NULL,
	PRIMARY KEY(`platform`, `month`, `kind`, `ticket_id`)
);
--> statement-breakpoint
CREATE INDEX `platform_usage_month` ON `platform_usage` (`month`,`ticket_id`);