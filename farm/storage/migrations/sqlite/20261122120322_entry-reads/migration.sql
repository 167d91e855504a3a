CREATE TABLE `entry_reads` (
	`entry` integer NOT NULL,
	`subscription` integer NOT NULL,
	`reader` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`count` integer NOT NULL,
	CONSTRAINT `entry_reads_pk` PRIMARY KEY(`entry`, `subscription`, `reader`)
);
