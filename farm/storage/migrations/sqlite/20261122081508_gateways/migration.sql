CREATE TABLE `hub_subscriptions` (
	`source` integer PRIMARY KEY,
	`token` text NOT NULL,
	`secret` text NOT NULL,
	`hub` text NOT NULL,
	`topic` text NOT NULL,
	`state` text NOT NULL,
	`asked_at` integer NOT NULL,
	`expires_at` integer
);
--> statement-breakpoint
CREATE TABLE `likeness` (
	`entry` integer NOT NULL,
	`key` text NOT NULL,
	CONSTRAINT `likeness_pk` PRIMARY KEY(`entry`, `key`)
);
--> statement-breakpoint
CREATE TABLE `mappings` (
	`id` integer PRIMARY KEY,
	`organisation` text NOT NULL,
	`service_type` text NOT NULL,
	`name` text NOT NULL,
	`rules` text NOT NULL,
	`version` integer NOT NULL,
	`person` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `old_addresses` (
	`site` text NOT NULL,
	`path` text NOT NULL,
	`entry` integer NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT `old_addresses_pk` PRIMARY KEY(`site`, `path`)
);
--> statement-breakpoint
CREATE TABLE `once_answers` (
	`key` integer NOT NULL,
	`once` text NOT NULL,
	`request` text NOT NULL,
	`status` integer NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT `once_answers_pk` PRIMARY KEY(`key`, `once`)
);
--> statement-breakpoint
CREATE TABLE `partner_keys` (
	`id` integer PRIMARY KEY,
	`partner` integer NOT NULL,
	`digest` text NOT NULL,
	`hint` text NOT NULL,
	`scopes` text NOT NULL,
	`per_minute` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE TABLE `partner_use` (
	`key` integer NOT NULL,
	`day` text NOT NULL,
	`what` text NOT NULL,
	`count` integer NOT NULL,
	CONSTRAINT `partner_use_pk` PRIMARY KEY(`key`, `day`, `what`)
);
--> statement-breakpoint
CREATE TABLE `partners` (
	`id` integer PRIMARY KEY,
	`organisation` text NOT NULL,
	`name` text NOT NULL,
	`contact` text NOT NULL,
	`person` integer,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE TABLE `source_exchanges` (
	`id` integer PRIMARY KEY,
	`source` integer NOT NULL,
	`at` integer NOT NULL,
	`ms` integer NOT NULL,
	`url` text NOT NULL,
	`status` integer,
	`bytes` integer NOT NULL,
	`outcome` text NOT NULL,
	`batch` integer,
	`problem` text
);
--> statement-breakpoint
CREATE TABLE `source_missing` (
	`source` integer NOT NULL,
	`entry` integer NOT NULL,
	`runs` integer NOT NULL,
	`since` integer NOT NULL,
	CONSTRAINT `source_missing_pk` PRIMARY KEY(`source`, `entry`)
);
--> statement-breakpoint
CREATE TABLE `webhook_messages` (
	`id` integer PRIMARY KEY,
	`webhook` integer NOT NULL,
	`entry` integer,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_at` integer,
	`status` integer,
	`answer` text
);
--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` integer PRIMARY KEY,
	`partner` integer NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`asks` text NOT NULL,
	`state` text NOT NULL,
	`failures` integer NOT NULL,
	`seen` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `batches` ADD `state` text DEFAULT 'applied' NOT NULL;--> statement-breakpoint
ALTER TABLE `batches` ADD `input` text;--> statement-breakpoint
ALTER TABLE `batches` ADD `mapping` integer;--> statement-breakpoint
ALTER TABLE `batches` ADD `options` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `batches` ADD `last_id` integer;--> statement-breakpoint
ALTER TABLE `batches` ADD `undone_at` integer;--> statement-breakpoint
ALTER TABLE `batches` ADD `undone_person` integer;--> statement-breakpoint
ALTER TABLE `revisions` ADD `batch` integer;--> statement-breakpoint
ALTER TABLE `revisions` ADD `said` text;--> statement-breakpoint
ALTER TABLE `sources` ADD `kind` text DEFAULT 'feed' NOT NULL;--> statement-breakpoint
ALTER TABLE `sources` ADD `settings` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `sources` ADD `mapping` integer;--> statement-breakpoint
ALTER TABLE `sources` ADD `gone_after` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sources` ADD `quarantine` text;--> statement-breakpoint
ALTER TABLE `sources` ADD `learnt` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX `hub_subscriptions_token` ON `hub_subscriptions` (`token`);--> statement-breakpoint
CREATE INDEX `likeness_key` ON `likeness` (`key`);--> statement-breakpoint
CREATE INDEX `mappings_organisation` ON `mappings` (`organisation`,`service_type`);--> statement-breakpoint
CREATE UNIQUE INDEX `partner_keys_digest` ON `partner_keys` (`digest`);--> statement-breakpoint
CREATE INDEX `partner_keys_partner` ON `partner_keys` (`partner`);--> statement-breakpoint
CREATE INDEX `source_exchanges_source` ON `source_exchanges` (`source`,`at`);--> statement-breakpoint
CREATE INDEX `webhook_messages_due` ON `webhook_messages` (`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `webhook_messages_webhook` ON `webhook_messages` (`webhook`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_messages_entry` ON `webhook_messages` (`entry`);--> statement-breakpoint
CREATE INDEX `webhooks_partner` ON `webhooks` (`partner`);