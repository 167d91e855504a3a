UPDATE "deliveries" SET "revision_since" = "since";--> statement-breakpoint
CREATE FUNCTION "note_delivery_span"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "delivery_spans" ("entry", "subscription", "site", "revision", "sort_at", "from_at", "until_at")
  VALUES (OLD."entry", OLD."subscription", OLD."site", OLD."revision", OLD."sort_at", OLD."revision_since", NEW."updated_at")
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "deliveries_moved" AFTER UPDATE ON "deliveries" FOR EACH ROW
WHEN (OLD."state" = 'live' AND (NEW."state" <> 'live' OR NEW."revision" <> OLD."revision"))
EXECUTE FUNCTION "note_delivery_span"();
