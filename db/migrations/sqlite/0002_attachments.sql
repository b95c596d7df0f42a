CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`contract_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`chat_id` text NOT NULL,
	`person_id` text NOT NULL,
	`platform` text NOT NULL,
	`kind` text NOT NULL,
	`name` text,
	`received_at` integer NOT NULL,
	`source` text,
	`valid_until` integer,
	`state` text NOT NULL,
	`hash` text,
	`size` integer,
	`media_type` text,
	`lost_why` text
);
--> statement-breakpoint
CREATE INDEX `attachments_ticket` ON `attachments` (`ticket_id`,`received_at`);--> statement-breakpoint
CREATE TABLE `pending_forms` (
	`chat_id` text NOT NULL,
	`person_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`command` text NOT NULL,
	`input` text NOT NULL,
	`asked_at` integer NOT NULL,
	PRIMARY KEY(`chat_id`, `person_id`)
);
--> statement-breakpoint
CREATE INDEX `pending_forms_asked` ON `pending_forms` (`asked_at`);--> statement-breakpoint
CREATE TABLE `platform_notes` (
	`platform` text NOT NULL,
	`note_key` text NOT NULL,
	`value` text NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`platform`, `note_key`)
);
--> statement-breakpoint
CREATE INDEX `platform_notes_until` ON `platform_notes` (`until`);