CREATE TABLE `concept_aliases` (
	`vocabulary` text NOT NULL,
	`code` text NOT NULL,
	`target` text NOT NULL,
	CONSTRAINT `concept_aliases_pk` PRIMARY KEY(`vocabulary`, `code`)
);
--> statement-breakpoint
CREATE TABLE `feed_reads` (
	`subscription` integer NOT NULL,
	`format` text NOT NULL,
	`reader` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`count` integer NOT NULL,
	CONSTRAINT `feed_reads_pk` PRIMARY KEY(`subscription`, `format`, `reader`)
);
--> statement-breakpoint
CREATE TABLE `pacts` (
	`id` integer PRIMARY KEY,
	`grantor` text NOT NULL,
	`grantee` text NOT NULL,
	`below` integer NOT NULL,
	`scope` text,
	`proposed_by` integer,
	`proposed_at` integer NOT NULL,
	`signed_by` integer,
	`signed_at` integer,
	`until` integer,
	`revoked_by` integer,
	`revoked_at` integer,
	CONSTRAINT `fk_pacts_grantor_organisations_id_fk` FOREIGN KEY (`grantor`) REFERENCES `organisations`(`id`),
	CONSTRAINT `fk_pacts_grantee_organisations_id_fk` FOREIGN KEY (`grantee`) REFERENCES `organisations`(`id`)
);
--> statement-breakpoint
CREATE TABLE `recall_places` (
	`recall` integer NOT NULL,
	`place` integer NOT NULL,
	`kind` text NOT NULL,
	`site` text,
	`subscription` integer,
	`name` text NOT NULL,
	`revision` integer,
	`since` integer,
	`fetched_at` integer,
	`confirmed_at` integer,
	CONSTRAINT `recall_places_pk` PRIMARY KEY(`recall`, `place`)
);
--> statement-breakpoint
CREATE TABLE `recalls` (
	`id` integer PRIMARY KEY,
	`entry` integer NOT NULL,
	`title` text NOT NULL,
	`reason` text NOT NULL,
	`person` integer,
	`at` integer NOT NULL,
	`closed_at` integer
);
--> statement-breakpoint
CREATE TABLE `delivery_spans` (
	`entry` integer NOT NULL,
	`subscription` integer NOT NULL,
	`site` text NOT NULL,
	`revision` integer NOT NULL,
	`sort_at` integer NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	CONSTRAINT `delivery_spans_pk` PRIMARY KEY(`entry`, `subscription`, `from_at`)
);
--> statement-breakpoint
CREATE TABLE `territory_changes` (
	`id` integer PRIMARY KEY,
	`vintage` integer NOT NULL,
	`kind` text NOT NULL,
	`was` text NOT NULL,
	`became` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `territory_points` (
	`key` text PRIMARY KEY,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`precision` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `touches` (
	`entry` integer NOT NULL,
	`subscription` integer NOT NULL,
	`site` text NOT NULL,
	`hold` text,
	`pin` integer,
	`fields` text NOT NULL,
	`clashes` text NOT NULL,
	`person` integer,
	`at` integer NOT NULL,
	CONSTRAINT `touches_pk` PRIMARY KEY(`entry`, `subscription`)
);
--> statement-breakpoint
CREATE TABLE `vocabularies` (
	`id` text PRIMARY KEY,
	`label` text NOT NULL,
	`rules` text NOT NULL,
	`edited_at` integer
);
--> statement-breakpoint
ALTER TABLE `deliveries` ADD `revision_since` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `subscriptions` ADD `arrangement` text;--> statement-breakpoint
CREATE INDEX `pacts_grantee` ON `pacts` (`grantee`);--> statement-breakpoint
CREATE INDEX `recalls_entry` ON `recalls` (`entry`);--> statement-breakpoint
CREATE INDEX `delivery_spans_list` ON `delivery_spans` (`subscription`,`sort_at`,`entry`);--> statement-breakpoint
CREATE INDEX `territory_changes_was` ON `territory_changes` (`was`);--> statement-breakpoint
CREATE INDEX `touches_site` ON `touches` (`site`,`at`);