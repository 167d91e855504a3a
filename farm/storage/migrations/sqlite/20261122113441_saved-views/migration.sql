CREATE TABLE `partner_turns` (
	`key` integer PRIMARY KEY,
	`minute` integer NOT NULL,
	`taken` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `saved_views` (
	`id` integer PRIMARY KEY,
	`person` integer NOT NULL,
	`organisation` text,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `webhooks` ADD `former_secret` text;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `former_until` integer;--> statement-breakpoint
CREATE INDEX `saved_views_person` ON `saved_views` (`person`);--> statement-breakpoint
CREATE INDEX `saved_views_organisation` ON `saved_views` (`organisation`);--> statement-breakpoint
ALTER TABLE `webhooks` DROP COLUMN `seen`;