CREATE TABLE "hub_subscriptions" (
	"source" bigint PRIMARY KEY,
	"token" text NOT NULL,
	"secret" text NOT NULL,
	"hub" text NOT NULL,
	"topic" text NOT NULL,
	"state" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"expires_at" bigint
);
--> statement-breakpoint
CREATE TABLE "likeness" (
	"entry" bigint,
	"key" text,
	CONSTRAINT "likeness_pkey" PRIMARY KEY("entry","key")
);
--> statement-breakpoint
CREATE TABLE "mappings" (
	"id" bigint PRIMARY KEY,
	"organisation" text NOT NULL,
	"service_type" text NOT NULL,
	"name" text NOT NULL,
	"rules" jsonb NOT NULL,
	"version" bigint NOT NULL,
	"person" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "old_addresses" (
	"site" text,
	"path" text,
	"entry" bigint NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "old_addresses_pkey" PRIMARY KEY("site","path")
);
--> statement-breakpoint
CREATE TABLE "once_answers" (
	"key" bigint,
	"once" text,
	"request" text NOT NULL,
	"status" bigint NOT NULL,
	"body" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "once_answers_pkey" PRIMARY KEY("key","once")
);
--> statement-breakpoint
CREATE TABLE "partner_keys" (
	"id" bigint PRIMARY KEY,
	"partner" bigint NOT NULL,
	"digest" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"per_minute" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint,
	"last_used_at" bigint,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "partner_use" (
	"key" bigint,
	"day" text,
	"what" text,
	"count" bigint NOT NULL,
	CONSTRAINT "partner_use_pkey" PRIMARY KEY("key","day","what")
);
--> statement-breakpoint
CREATE TABLE "partners" (
	"id" bigint PRIMARY KEY,
	"organisation" text NOT NULL,
	"name" text NOT NULL,
	"contact" text NOT NULL,
	"person" bigint,
	"created_at" bigint NOT NULL,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "source_exchanges" (
	"id" bigint PRIMARY KEY,
	"source" bigint NOT NULL,
	"at" bigint NOT NULL,
	"ms" bigint NOT NULL,
	"url" text NOT NULL,
	"status" bigint,
	"bytes" bigint NOT NULL,
	"outcome" text NOT NULL,
	"batch" bigint,
	"problem" jsonb
);
--> statement-breakpoint
CREATE TABLE "source_missing" (
	"source" bigint,
	"entry" bigint,
	"runs" bigint NOT NULL,
	"since" bigint NOT NULL,
	CONSTRAINT "source_missing_pkey" PRIMARY KEY("source","entry")
);
--> statement-breakpoint
CREATE TABLE "webhook_messages" (
	"id" bigint PRIMARY KEY,
	"webhook" bigint NOT NULL,
	"entry" bigint,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" bigint NOT NULL,
	"next_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"last_at" bigint,
	"status" bigint,
	"answer" text
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" bigint PRIMARY KEY,
	"partner" bigint NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"asks" jsonb NOT NULL,
	"state" text NOT NULL,
	"failures" bigint NOT NULL,
	"seen" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "state" text DEFAULT 'applied' NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "input" text;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "mapping" bigint;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "options" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "last_id" bigint;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "undone_at" bigint;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "undone_person" bigint;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "batch" bigint;--> statement-breakpoint
ALTER TABLE "revisions" ADD COLUMN "said" jsonb;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "kind" text DEFAULT 'feed' NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "settings" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "mapping" bigint;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "gone_after" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "quarantine" jsonb;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "learnt" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "hub_subscriptions_token" ON "hub_subscriptions" ("token");--> statement-breakpoint
CREATE INDEX "likeness_key" ON "likeness" ("key");--> statement-breakpoint
CREATE INDEX "mappings_organisation" ON "mappings" ("organisation","service_type");--> statement-breakpoint
CREATE UNIQUE INDEX "partner_keys_digest" ON "partner_keys" ("digest");--> statement-breakpoint
CREATE INDEX "partner_keys_partner" ON "partner_keys" ("partner");--> statement-breakpoint
CREATE INDEX "source_exchanges_source" ON "source_exchanges" ("source","at");--> statement-breakpoint
CREATE INDEX "webhook_messages_due" ON "webhook_messages" ("state","next_at");--> statement-breakpoint
CREATE INDEX "webhook_messages_webhook" ON "webhook_messages" ("webhook","id");--> statement-breakpoint
CREATE INDEX "webhook_messages_entry" ON "webhook_messages" ("entry");--> statement-breakpoint
CREATE INDEX "webhooks_partner" ON "webhooks" ("partner");