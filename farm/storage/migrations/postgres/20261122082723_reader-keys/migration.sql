CREATE TABLE "reader_keys" (
	"id" bigint PRIMARY KEY,
	"person" bigint NOT NULL,
	"site" text NOT NULL,
	"digest" text NOT NULL,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE UNIQUE INDEX "reader_keys_digest" ON "reader_keys" ("digest");--> statement-breakpoint
CREATE INDEX "reader_keys_person" ON "reader_keys" ("person");