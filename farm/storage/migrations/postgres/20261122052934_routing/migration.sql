CREATE TABLE "concept_aliases" (
	"vocabulary" text,
	"code" text,
	"target" text NOT NULL,
	CONSTRAINT "concept_aliases_pkey" PRIMARY KEY("vocabulary","code")
);
--> statement-breakpoint
CREATE TABLE "feed_reads" (
	"subscription" bigint,
	"format" text,
	"reader" text,
	"first_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "feed_reads_pkey" PRIMARY KEY("subscription","format","reader")
);
--> statement-breakpoint
CREATE TABLE "pacts" (
	"id" bigint PRIMARY KEY,
	"grantor" text NOT NULL,
	"grantee" text NOT NULL,
	"below" boolean NOT NULL,
	"scope" jsonb,
	"proposed_by" bigint,
	"proposed_at" bigint NOT NULL,
	"signed_by" bigint,
	"signed_at" bigint,
	"until" bigint,
	"revoked_by" bigint,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "recall_places" (
	"recall" bigint,
	"place" bigint,
	"kind" text NOT NULL,
	"site" text,
	"subscription" bigint,
	"name" text NOT NULL,
	"revision" bigint,
	"since" bigint,
	"fetched_at" bigint,
	"confirmed_at" bigint,
	CONSTRAINT "recall_places_pkey" PRIMARY KEY("recall","place")
);
--> statement-breakpoint
CREATE TABLE "recalls" (
	"id" bigint PRIMARY KEY,
	"entry" bigint NOT NULL,
	"title" text NOT NULL,
	"reason" text NOT NULL,
	"person" bigint,
	"at" bigint NOT NULL,
	"closed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "delivery_spans" (
	"entry" bigint,
	"subscription" bigint,
	"site" text NOT NULL,
	"revision" bigint NOT NULL,
	"sort_at" bigint NOT NULL,
	"from_at" bigint,
	"until_at" bigint NOT NULL,
	CONSTRAINT "delivery_spans_pkey" PRIMARY KEY("entry","subscription","from_at")
);
--> statement-breakpoint
CREATE TABLE "territory_changes" (
	"id" bigint PRIMARY KEY,
	"vintage" bigint NOT NULL,
	"kind" text NOT NULL,
	"was" text NOT NULL,
	"became" jsonb NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "territory_points" (
	"key" text PRIMARY KEY,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL,
	"precision" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "touches" (
	"entry" bigint,
	"subscription" bigint,
	"site" text NOT NULL,
	"hold" text,
	"pin" bigint,
	"fields" jsonb NOT NULL,
	"clashes" jsonb NOT NULL,
	"person" bigint,
	"at" bigint NOT NULL,
	CONSTRAINT "touches_pkey" PRIMARY KEY("entry","subscription")
);
--> statement-breakpoint
CREATE TABLE "vocabularies" (
	"id" text PRIMARY KEY,
	"label" jsonb NOT NULL,
	"rules" jsonb NOT NULL,
	"edited_at" bigint
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "revision_since" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "arrangement" jsonb;--> statement-breakpoint
CREATE INDEX "pacts_grantee" ON "pacts" ("grantee");--> statement-breakpoint
CREATE INDEX "recalls_entry" ON "recalls" ("entry");--> statement-breakpoint
CREATE INDEX "delivery_spans_list" ON "delivery_spans" ("subscription","sort_at","entry");--> statement-breakpoint
CREATE INDEX "territory_changes_was" ON "territory_changes" ("was");--> statement-breakpoint
CREATE INDEX "touches_site" ON "touches" ("site","at");--> statement-breakpoint
ALTER TABLE "pacts" ADD CONSTRAINT "pacts_grantor_organisations_id_fkey" FOREIGN KEY ("grantor") REFERENCES "organisations"("id");--> statement-breakpoint
ALTER TABLE "pacts" ADD CONSTRAINT "pacts_grantee_organisations_id_fkey" FOREIGN KEY ("grantee") REFERENCES "organisations"("id");