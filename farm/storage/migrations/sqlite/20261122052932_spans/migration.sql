UPDATE `deliveries` SET `revision_since` = `since`;--> statement-breakpoint
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
