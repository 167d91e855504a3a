-- Their primary key is what they are read by: kept in its order, they are written once instead of twice.
CREATE TABLE `deliveries_clustered` (
	`entry` integer NOT NULL,
	`subscription` integer NOT NULL,
	`site` text NOT NULL,
	`service_type` text NOT NULL,
	`state` text NOT NULL,
	`revision` integer NOT NULL,
	`sort_at` integer NOT NULL,
	`since` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`revision_since` integer DEFAULT 0 NOT NULL,
	CONSTRAINT `deliveries_pk` PRIMARY KEY(`entry`, `subscription`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `deliveries_clustered` (`entry`, `subscription`, `site`, `service_type`, `state`, `revision`, `sort_at`, `since`, `updated_at`, `revision_since`)
SELECT `entry`, `subscription`, `site`, `service_type`, `state`, `revision`, `sort_at`, `since`, `updated_at`, `revision_since` FROM `deliveries`;
--> statement-breakpoint
DROP TABLE `deliveries`;
--> statement-breakpoint
ALTER TABLE `deliveries_clustered` RENAME TO `deliveries`;
--> statement-breakpoint
CREATE INDEX `deliveries_list` ON `deliveries` (`subscription`,`state`,`sort_at`,`entry`);
--> statement-breakpoint
CREATE INDEX `deliveries_site` ON `deliveries` (`site`,`state`,`sort_at`,`entry`);
--> statement-breakpoint
CREATE TRIGGER `deliveries_moved` AFTER UPDATE ON `deliveries`
WHEN old.`state` = 'live' AND (new.`state` <> 'live' OR new.`revision` <> old.`revision`)
BEGIN
  -- Not OR IGNORE: within a trigger the conflict clause of the outer statement would win.
  INSERT INTO `delivery_spans` (`entry`, `subscription`, `site`, `revision`, `sort_at`, `from_at`, `until_at`)
  SELECT old.`entry`, old.`subscription`, old.`site`, old.`revision`, old.`sort_at`, old.`revision_since`, new.`updated_at`
  WHERE NOT EXISTS (
    SELECT 1 FROM `delivery_spans`
    WHERE `entry` = old.`entry` AND `subscription` = old.`subscription` AND `from_at` = old.`revision_since`
  );
END;

--> statement-breakpoint
CREATE TABLE `entry_terms_clustered` (
	`entry` integer NOT NULL,
	`term` text NOT NULL,
	CONSTRAINT `entry_terms_pk` PRIMARY KEY(`entry`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `entry_terms_clustered` (`entry`, `term`) SELECT `entry`, `term` FROM `entry_terms`;
--> statement-breakpoint
DROP TABLE `entry_terms`;
--> statement-breakpoint
ALTER TABLE `entry_terms_clustered` RENAME TO `entry_terms`;
