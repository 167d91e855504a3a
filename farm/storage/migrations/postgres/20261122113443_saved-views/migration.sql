CREATE TABLE "partner_turns" (
	"key" bigint PRIMARY KEY,
	"minute" bigint NOT NULL,
	"taken" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" bigint PRIMARY KEY,
	"person" bigint NOT NULL,
	"organisation" text,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "former_secret" text;--> statement-breakpoint
ALTER TABLE "webhooks" ADD COLUMN "former_until" bigint;--> statement-breakpoint
ALTER TABLE "webhooks" DROP COLUMN "seen";--> statement-breakpoint
CREATE INDEX "saved_views_person" ON "saved_views" ("person");--> statement-breakpoint
CREATE INDEX "saved_views_organisation" ON "saved_views" ("organisation");