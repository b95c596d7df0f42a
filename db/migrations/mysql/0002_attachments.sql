CREATE TABLE `attachments` (
	`id` varbinary(255) NOT NULL,
	`contract_id` varbinary(255) NOT NULL,
	`ticket_id` varbinary(255) NOT NULL,
	`chat_id` varbinary(255) NOT NULL,
	`person_id` varbinary(255) NOT NULL,
	`platform` varbinary(255) NOT NULL,
	`kind` varbinary(255) NOT NULL,
	`name` longtext character set utf8mb4 collate utf8mb4_bin,
	`received_at` bigint NOT NULL,
	`source` longtext character set utf8mb4 collate utf8mb4_bin,
	`valid_until` bigint,
	`state` varbinary(255) NOT NULL,
	`hash` varbinary(255),
	`size` bigint,
	`media_type` varbinary(255),
	`lost_why` varbinary(255),
	CONSTRAINT `attachments_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `pending_forms` (
	`chat_id` varbinary(255) NOT NULL,
	`person_id` varbinary(255) NOT NULL,
	`ticket_id` varbinary(255) NOT NULL,
	`command` varbinary(255) NOT NULL,
	`input` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`asked_at` bigint NOT NULL,
	CONSTRAINT `pending_forms_chat_id_person_id_pk` PRIMARY KEY(`chat_id`,`person_id`)
);
--> statement-breakpoint
CREATE TABLE `platform_notes` (
	`platform` varbinary(255) NOT NULL,
	`note_key` varbinary(255) NOT NULL,
	`value` longtext character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`until` bigint NOT NULL,
	CONSTRAINT `platform_notes_platform_note_key_pk` PRIMARY KEY(`platform`,`note_key`)
);
--> statement-breakpoint
CREATE INDEX `attachments_ticket` ON `attachments` (`ticket_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `pending_forms_asked` ON `pending_forms` (`asked_at`);--> statement-breakpoint
CREATE INDEX `platform_notes_until` ON `platform_notes` (`until`);