CREATE TABLE `file_uses` (
	`file` text NOT NULL,
	`entry` integer NOT NULL,
	`revision` integer NOT NULL,
	CONSTRAINT `file_uses_pk` PRIMARY KEY(`file`, `entry`, `revision`)
);
--> statement-breakpoint
CREATE TABLE `touch_spans` (
	`entry` integer NOT NULL,
	`subscription` integer NOT NULL,
	`pin` integer,
	`fields` text NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer NOT NULL,
	CONSTRAINT `touch_spans_pk` PRIMARY KEY(`subscription`, `entry`, `from_at`)
);
--> statement-breakpoint
CREATE TRIGGER `touches_moved` AFTER UPDATE ON `touches`
WHEN new.`at` > old.`at` AND (old.`pin` IS NOT NULL OR old.`fields` <> '{}')
BEGIN
  -- Not OR IGNORE: within a trigger the conflict clause of the outer statement would win.
  INSERT INTO `touch_spans` (`entry`, `subscription`, `pin`, `fields`, `from_at`, `until_at`)
  SELECT old.`entry`, old.`subscription`, old.`pin`, old.`fields`, old.`at`, new.`at`
  WHERE NOT EXISTS (
    SELECT 1 FROM `touch_spans`
    WHERE `entry` = old.`entry` AND `subscription` = old.`subscription` AND `from_at` = old.`at`
  );
END;
--> statement-breakpoint
INSERT OR IGNORE INTO `file_uses` (`file`, `entry`, `revision`)
SELECT part.`atom`, r.`entry`, r.`id` FROM `revisions` r, json_tree(r.`values`) part
WHERE r.`values` LIKE '%"file"%' AND part.`key` = 'file' AND part.`type` = 'text' AND length(part.`atom`) = 64;
--> statement-breakpoint
INSERT OR IGNORE INTO `file_uses` (`file`, `entry`, `revision`)
SELECT part.`atom`, t.`entry`, 0 FROM `touches` t, json_tree(t.`fields`) part
WHERE part.`key` = 'file' AND part.`type` = 'text' AND length(part.`atom`) = 64;
