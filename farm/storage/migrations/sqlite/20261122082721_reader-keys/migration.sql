CREATE TABLE `reader_keys` (
	`id` integer PRIMARY KEY,
	`person` integer NOT NULL,
	`site` text NOT NULL,
	`digest` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reader_keys_digest` ON `reader_keys` (`digest`);--> statement-breakpoint
CREATE INDEX `reader_keys_person` ON `reader_keys` (`person`);