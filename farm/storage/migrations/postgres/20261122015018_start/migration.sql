CREATE TABLE "attempts" (
	"id" bigint PRIMARY KEY,
	"key" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "batch_lines" (
	"id" bigint PRIMARY KEY,
	"batch" bigint NOT NULL,
	"line" bigint NOT NULL,
	"outcome" text NOT NULL,
	"entry" bigint,
	"field" text,
	"code" text,
	"params" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" bigint PRIMARY KEY,
	"organisation" text NOT NULL,
	"service_type" text NOT NULL,
	"source" bigint,
	"road" text NOT NULL,
	"name" text NOT NULL,
	"person" bigint,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"total" bigint NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"entry" bigint PRIMARY KEY,
	"person" bigint NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "concepts" (
	"vocabulary" text,
	"code" text,
	"broader" text,
	"label" jsonb NOT NULL,
	"synonyms" jsonb NOT NULL,
	"notations" jsonb NOT NULL,
	"position" bigint NOT NULL,
	CONSTRAINT "concepts_pkey" PRIMARY KEY("vocabulary","code")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" bigint PRIMARY KEY,
	"entry" bigint NOT NULL,
	"revision" bigint NOT NULL,
	"verdict" text NOT NULL,
	"person" bigint,
	"reason" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"entry" bigint,
	"subscription" bigint,
	"site" text NOT NULL,
	"service_type" text NOT NULL,
	"state" text NOT NULL,
	"revision" bigint NOT NULL,
	"sort_at" bigint NOT NULL,
	"since" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "deliveries_pkey" PRIMARY KEY("entry","subscription")
);
--> statement-breakpoint
CREATE TABLE "duplicates" (
	"entry" bigint,
	"other" bigint,
	"score" double precision NOT NULL,
	"verdict" text,
	"person" bigint,
	"at" bigint NOT NULL,
	CONSTRAINT "duplicates_pkey" PRIMARY KEY("entry","other")
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"id" bigint PRIMARY KEY,
	"service_type" text NOT NULL,
	"organisation" text NOT NULL,
	"author" bigint,
	"state" text NOT NULL,
	"review" text NOT NULL,
	"title" text NOT NULL,
	"language" text NOT NULL,
	"live_revision" bigint,
	"working_revision" bigint NOT NULL,
	"version" bigint NOT NULL,
	"source" bigint,
	"external_id" text,
	"canonical_url" text,
	"fingerprint" text NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"submitted_at" bigint,
	"published_at" bigint,
	"valid_from" bigint,
	"valid_until" bigint,
	"sort_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entry_terms" (
	"entry" bigint,
	"term" text,
	CONSTRAINT "entry_terms_pkey" PRIMARY KEY("entry","term")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY,
	"at" bigint NOT NULL,
	"kind" text NOT NULL,
	"entry" bigint,
	"site" text,
	"person" bigint,
	"batch" bigint,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" text PRIMARY KEY,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size" bigint NOT NULL,
	"organisation" text NOT NULL,
	"person" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" bigint PRIMARY KEY,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"run_at" bigint NOT NULL,
	"attempts" bigint NOT NULL,
	"claimed_at" bigint,
	"ended_at" bigint,
	"error" text,
	"done" bigint NOT NULL,
	"total" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" bigint PRIMARY KEY,
	"person" bigint NOT NULL,
	"role" text NOT NULL,
	"organisation" text,
	"site" text
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"key" text PRIMARY KEY,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" text PRIMARY KEY,
	"parent" text,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"kind" text NOT NULL,
	"territory" text,
	"identity" jsonb NOT NULL,
	"policy" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" bigint PRIMARY KEY,
	"login" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"password_hash" text,
	"disabled_at" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"id" bigint PRIMARY KEY,
	"entry" bigint NOT NULL,
	"number" bigint NOT NULL,
	"author" bigint,
	"created_at" bigint NOT NULL,
	"values" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY,
	"person" bigint NOT NULL,
	"parent" text,
	"host" text NOT NULL,
	"created_at" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"revoked_at" bigint,
	"agent" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"id" text PRIMARY KEY,
	"name" text NOT NULL,
	"tagline" jsonb NOT NULL,
	"kind" text NOT NULL,
	"visibility" text NOT NULL,
	"organisation" text NOT NULL,
	"hosts" jsonb NOT NULL,
	"languages" jsonb NOT NULL,
	"skin" jsonb NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" bigint PRIMARY KEY,
	"organisation" text NOT NULL,
	"service_type" text NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"defaults" jsonb NOT NULL,
	"state" text NOT NULL,
	"every_minutes" bigint NOT NULL,
	"next_at" bigint NOT NULL,
	"last_at" bigint,
	"last_status" text,
	"failures" bigint NOT NULL,
	"etag" text,
	"last_modified" text,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" bigint PRIMARY KEY,
	"site" text NOT NULL,
	"slug" text NOT NULL,
	"label" jsonb NOT NULL,
	"mode" text NOT NULL,
	"when" jsonb NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "territories" (
	"key" text PRIMARY KEY,
	"level" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"parents" jsonb NOT NULL,
	"postcodes" jsonb NOT NULL,
	"population" bigint NOT NULL,
	"vintage" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "territory_aliases" (
	"code" text,
	"name" text NOT NULL,
	"key" text,
	CONSTRAINT "territory_aliases_pkey" PRIMARY KEY("code","key")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"hash" text PRIMARY KEY,
	"session" text NOT NULL,
	"person" bigint NOT NULL,
	"host" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint
);
--> statement-breakpoint
CREATE INDEX "attempts_key" ON "attempts" ("key","at");--> statement-breakpoint
CREATE INDEX "batch_lines_batch" ON "batch_lines" ("batch","line");--> statement-breakpoint
CREATE INDEX "batches_started" ON "batches" ("started_at");--> statement-breakpoint
CREATE INDEX "decisions_entry" ON "decisions" ("entry","at");--> statement-breakpoint
CREATE INDEX "deliveries_list" ON "deliveries" ("subscription","state","sort_at","entry");--> statement-breakpoint
CREATE INDEX "deliveries_site" ON "deliveries" ("site","state","sort_at","entry");--> statement-breakpoint
CREATE INDEX "duplicates_other" ON "duplicates" ("other");--> statement-breakpoint
CREATE INDEX "entries_external" ON "entries" ("external_id","organisation");--> statement-breakpoint
CREATE INDEX "entries_url" ON "entries" ("canonical_url");--> statement-breakpoint
CREATE INDEX "entries_fingerprint" ON "entries" ("fingerprint");--> statement-breakpoint
CREATE INDEX "entries_review" ON "entries" ("review","submitted_at");--> statement-breakpoint
CREATE INDEX "entries_author" ON "entries" ("author","updated_at");--> statement-breakpoint
CREATE INDEX "entries_state" ON "entries" ("state","valid_until");--> statement-breakpoint
CREATE INDEX "events_entry" ON "events" ("entry","at");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" ("ended_at","run_at");--> statement-breakpoint
CREATE INDEX "memberships_person" ON "memberships" ("person");--> statement-breakpoint
CREATE UNIQUE INDEX "people_login" ON "people" ("login");--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" ("email");--> statement-breakpoint
CREATE INDEX "revisions_entry" ON "revisions" ("entry","number");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" ("person");--> statement-breakpoint
CREATE INDEX "sources_due" ON "sources" ("state","next_at");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_site_slug" ON "subscriptions" ("site","slug");--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_people_id_fkey" FOREIGN KEY ("person") REFERENCES "people"("id");--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_organisations_id_fkey" FOREIGN KEY ("organisation") REFERENCES "organisations"("id");--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_site_sites_id_fkey" FOREIGN KEY ("site") REFERENCES "sites"("id");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_people_id_fkey" FOREIGN KEY ("person") REFERENCES "people"("id");--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_organisation_organisations_id_fkey" FOREIGN KEY ("organisation") REFERENCES "organisations"("id");--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_site_sites_id_fkey" FOREIGN KEY ("site") REFERENCES "sites"("id");