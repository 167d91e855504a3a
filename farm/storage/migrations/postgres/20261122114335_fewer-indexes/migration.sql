DROP INDEX "deliveries_site";--> statement-breakpoint
CREATE INDEX "deliveries_gone" ON "deliveries" ("site","entry") WHERE state in ('retracted', 'excluded');