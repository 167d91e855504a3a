import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Folder of one database's forward-only migrations, as drizzle-kit wrote them. */
export function migrationsFolder(dialect: 'sqlite' | 'postgres'): string {
  return fileURLToPath(new URL(`../migrations/${dialect}`, import.meta.url))
}

/** Names of the migrations this engine knows, oldest first. */
export function knownMigrations(dialect: 'sqlite' | 'postgres'): string[] {
  return readdirSync(migrationsFolder(dialect)).sort()
}
