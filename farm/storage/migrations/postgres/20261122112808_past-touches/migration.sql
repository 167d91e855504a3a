CREATE TABLE "file_uses" (
	"file" text,
	"entry" bigint,
	"revision" bigint,
	CONSTRAINT "file_uses_pkey" PRIMARY KEY("file","entry","revision")
);
--> statement-breakpoint
CREATE TABLE "touch_spans" (
	"entry" bigint,
	"subscription" bigint,
	"pin" bigint,
	"fields" jsonb NOT NULL,
	"from_at" bigint,
	"until_at" bigint NOT NULL,
	CONSTRAINT "touch_spans_pkey" PRIMARY KEY("subscription","entry","from_at")
);
--> statement-breakpoint
CREATE FUNCTION "note_touch_span"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "touch_spans" ("entry", "subscription", "pin", "fields", "from_at", "until_at")
  VALUES (OLD."entry", OLD."subscription", OLD."pin", OLD."fields", OLD."at", NEW."at")
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "touches_moved" AFTER UPDATE ON "touches" FOR EACH ROW
WHEN (NEW."at" > OLD."at" AND (OLD."pin" IS NOT NULL OR OLD."fields"::text <> '{}'))
EXECUTE FUNCTION "note_touch_span"();--> statement-breakpoint
INSERT INTO "file_uses" ("file", "entry", "revision")
SELECT part[1], r."entry", r."id" FROM "revisions" r,
  regexp_matches(r."values"::text, '"file": *"([0-9a-f]{64})"', 'g') part
WHERE r."values"::text LIKE '%"file"%'
ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO "file_uses" ("file", "entry", "revision")
SELECT part[1], t."entry", 0 FROM "touches" t,
  regexp_matches(t."fields"::text, '"file": *"([0-9a-f]{64})"', 'g') part
ON CONFLICT DO NOTHING;
