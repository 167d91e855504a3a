CREATE TABLE "entry_search" ("entry" bigint PRIMARY KEY, "words" tsvector NOT NULL);--> statement-breakpoint
CREATE INDEX "entry_search_words" ON "entry_search" USING gin ("words");
