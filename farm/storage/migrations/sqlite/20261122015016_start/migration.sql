CREATE TABLE `attempts` (
	`id` integer PRIMARY KEY,
	`key` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `batch_lines` (
	`id` integer PRIMARY KEY,
	`batch` integer NOT NULL,
	`line` integer NOT NULL,
	`outcome` text NOT NULL,
	`entry` integer,
	`field` text,
	`code` text,
	`params` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `batches` (
	`id` integer PRIMARY KEY,
	`organisation` text NOT NULL,
	`service_type` text NOT NULL,
	`source` integer,
	`road` text NOT NULL,
	`name` text NOT NULL,
	`person` integer,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`total` integer NOT NULL,
	`counts` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `claims` (
	`entry` integer PRIMARY KEY,
	`person` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `concepts` (
	`vocabulary` text NOT NULL,
	`code` text NOT NULL,
	`broader` text,
	`label` text NOT NULL,
	`synonyms` text NOT NULL,
	`notations` text NOT NULL,
	`position` integer NOT NULL,
	CONSTRAINT `concepts_pk` PRIMARY KEY(`vocabulary`, `code`)
);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`id` integer PRIMARY KEY,
	`entry` integer NOT NULL,
	`revision` integer NOT NULL,
	`verdict` text NOT NULL,
	`person` integer,
	`reason` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`entry` integer NOT NULL,
	`subscription` integer NOT NULL,
	`site` text NOT NULL,
	`service_type` text NOT NULL,
	`state` text NOT NULL,
	`revision` integer NOT NULL,
	`sort_at` integer NOT NULL,
	`since` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT `deliveries_pk` PRIMARY KEY(`entry`, `subscription`)
);
--> statement-breakpoint
CREATE TABLE `duplicates` (
	`entry` integer NOT NULL,
	`other` integer NOT NULL,
	`score` real NOT NULL,
	`verdict` text,
	`person` integer,
	`at` integer NOT NULL,
	CONSTRAINT `duplicates_pk` PRIMARY KEY(`entry`, `other`)
);
--> statement-breakpoint
CREATE TABLE `entries` (
	`id` integer PRIMARY KEY,
	`service_type` text NOT NULL,
	`organisation` text NOT NULL,
	`author` integer,
	`state` text NOT NULL,
	`review` text NOT NULL,
	`title` text NOT NULL,
	`language` text NOT NULL,
	`live_revision` integer,
	`working_revision` integer NOT NULL,
	`version` integer NOT NULL,
	`source` integer,
	`external_id` text,
	`canonical_url` text,
	`fingerprint` text NOT NULL,
	`content_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`submitted_at` integer,
	`published_at` integer,
	`valid_from` integer,
	`valid_until` integer,
	`sort_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `entry_terms` (
	`entry` integer NOT NULL,
	`term` text NOT NULL,
	CONSTRAINT `entry_terms_pk` PRIMARY KEY(`entry`, `term`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`entry` integer,
	`site` text,
	`person` integer,
	`batch` integer,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `files` (
	`id` text PRIMARY KEY,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`size` integer NOT NULL,
	`organisation` text NOT NULL,
	`person` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` integer PRIMARY KEY,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`payload` text NOT NULL,
	`run_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`claimed_at` integer,
	`ended_at` integer,
	`error` text,
	`done` integer NOT NULL,
	`total` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `memberships` (
	`id` integer PRIMARY KEY,
	`person` integer NOT NULL,
	`role` text NOT NULL,
	`organisation` text,
	`site` text,
	CONSTRAINT `fk_memberships_person_people_id_fk` FOREIGN KEY (`person`) REFERENCES `people`(`id`),
	CONSTRAINT `fk_memberships_organisation_organisations_id_fk` FOREIGN KEY (`organisation`) REFERENCES `organisations`(`id`),
	CONSTRAINT `fk_memberships_site_sites_id_fk` FOREIGN KEY (`site`) REFERENCES `sites`(`id`)
);
--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organisations` (
	`id` text PRIMARY KEY,
	`parent` text,
	`name` text NOT NULL,
	`short_name` text NOT NULL,
	`kind` text NOT NULL,
	`territory` text,
	`identity` text NOT NULL,
	`policy` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` integer PRIMARY KEY,
	`login` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`password_hash` text,
	`disabled_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `revisions` (
	`id` integer PRIMARY KEY,
	`entry` integer NOT NULL,
	`number` integer NOT NULL,
	`author` integer,
	`created_at` integer NOT NULL,
	`values` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY,
	`person` integer NOT NULL,
	`parent` text,
	`host` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`agent` text NOT NULL,
	CONSTRAINT `fk_sessions_person_people_id_fk` FOREIGN KEY (`person`) REFERENCES `people`(`id`)
);
--> statement-breakpoint
CREATE TABLE `sites` (
	`id` text PRIMARY KEY,
	`name` text NOT NULL,
	`tagline` text NOT NULL,
	`kind` text NOT NULL,
	`visibility` text NOT NULL,
	`organisation` text NOT NULL,
	`hosts` text NOT NULL,
	`languages` text NOT NULL,
	`skin` text NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT `fk_sites_organisation_organisations_id_fk` FOREIGN KEY (`organisation`) REFERENCES `organisations`(`id`)
);
--> statement-breakpoint
CREATE TABLE `sources` (
	`id` integer PRIMARY KEY,
	`organisation` text NOT NULL,
	`service_type` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`defaults` text NOT NULL,
	`state` text NOT NULL,
	`every_minutes` integer NOT NULL,
	`next_at` integer NOT NULL,
	`last_at` integer,
	`last_status` text,
	`failures` integer NOT NULL,
	`etag` text,
	`last_modified` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`id` integer PRIMARY KEY,
	`site` text NOT NULL,
	`slug` text NOT NULL,
	`label` text NOT NULL,
	`mode` text NOT NULL,
	`when` text NOT NULL,
	`position` integer NOT NULL,
	CONSTRAINT `fk_subscriptions_site_sites_id_fk` FOREIGN KEY (`site`) REFERENCES `sites`(`id`)
);
--> statement-breakpoint
CREATE TABLE `territories` (
	`key` text PRIMARY KEY,
	`level` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`parents` text NOT NULL,
	`postcodes` text NOT NULL,
	`population` integer NOT NULL,
	`vintage` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `territory_aliases` (
	`code` text NOT NULL,
	`name` text NOT NULL,
	`key` text NOT NULL,
	CONSTRAINT `territory_aliases_pk` PRIMARY KEY(`code`, `key`)
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`hash` text PRIMARY KEY,
	`session` text NOT NULL,
	`person` integer NOT NULL,
	`host` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `attempts_key` ON `attempts` (`key`,`at`);--> statement-breakpoint
CREATE INDEX `batch_lines_batch` ON `batch_lines` (`batch`,`line`);--> statement-breakpoint
CREATE INDEX `batches_started` ON `batches` (`started_at`);--> statement-breakpoint
CREATE INDEX `decisions_entry` ON `decisions` (`entry`,`at`);--> statement-breakpoint
CREATE INDEX `deliveries_list` ON `deliveries` (`subscription`,`state`,`sort_at`,`entry`);--> statement-breakpoint
CREATE INDEX `deliveries_site` ON `deliveries` (`site`,`state`,`sort_at`,`entry`);--> statement-breakpoint
CREATE INDEX `duplicates_other` ON `duplicates` (`other`);--> statement-breakpoint
CREATE INDEX `entries_external` ON `entries` (`external_id`,`organisation`);--> statement-breakpoint
CREATE INDEX `entries_url` ON `entries` (`canonical_url`);--> statement-breakpoint
CREATE INDEX `entries_fingerprint` ON `entries` (`fingerprint`);--> statement-breakpoint
CREATE INDEX `entries_review` ON `entries` (`review`,`submitted_at`);--> statement-breakpoint
CREATE INDEX `entries_author` ON `entries` (`author`,`updated_at`);--> statement-breakpoint
CREATE INDEX `entries_state` ON `entries` (`state`,`valid_until`);--> statement-breakpoint
CREATE INDEX `events_entry` ON `events` (`entry`,`at`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`ended_at`,`run_at`);--> statement-breakpoint
CREATE INDEX `memberships_person` ON `memberships` (`person`);--> statement-breakpoint
CREATE UNIQUE INDEX `people_login` ON `people` (`login`);--> statement-breakpoint
CREATE UNIQUE INDEX `people_email` ON `people` (`email`);--> statement-breakpoint
CREATE INDEX `revisions_entry` ON `revisions` (`entry`,`number`);--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person`);--> statement-breakpoint
CREATE INDEX `sources_due` ON `sources` (`state`,`next_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `subscriptions_site_slug` ON `subscriptions` (`site`,`slug`);