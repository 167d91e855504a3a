UPDATE `deliveries` SET `revision_since` = `since`;--> statement-breakpoint
CREATE TRIGGER `deliveries_moved` AFTER UPDATE ON `deliveries`
WHEN old.`state` = 'live' AND (new.`state` <> 'live' OR new.`revision` <> old.`revision`)
BEGIN
  INSERT OR IGNORE INTO `delivery_spans` (`entry`, `subscription`, `site`, `revision`, `sort_at`, `from_at`, `until_at`)
  VALUES (old.`entry`, old.`subscription`, old.`site`, old.`revision`, old.`sort_at`, old.`revision_since`, new.`updated_at`);
END;
