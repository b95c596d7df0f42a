CREATE TABLE `platform_usage` (
	`platform` varbinary(255) NOT NULL,
	`month` varbinary(255) NOT NULL,
	`kind` varbinary(255) NOT NULL,
	`ticket_id` varbinary(255) NOT NULL,
	`used` bigint NOT NULL,
	CONSTRAINT `platform_usage_platform_month_kind_ticket_id_pk` PRIMARY KEY(`platform`,`month`,`kind`,`ticket_id`)
);
--> statement-breakpoint
CREATE INDEX `platform_usage_month` ON `platform_usage` (`month`,`ticket_id`);