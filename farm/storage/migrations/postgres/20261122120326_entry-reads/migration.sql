CREATE TABLE "entry_reads" (
	"entry" bigint,
	"subscription" bigint,
	"reader" text,
	"first_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "entry_reads_pkey" PRIMARY KEY("entry","subscription","reader")
);
