import { defineConfig } from 'drizzle-kit'

const postgres = process.env.DIALECT === 'postgresql'
const folder = postgres ? 'postgres' : 'sqlite'
const place = { schema: `./farm/storage/tables/schema-${folder}.ts`, out: `./farm/storage/migrations/${folder}` }

/** `DIALECT=sqlite|postgresql drizzle-kit generate` writes the next migration of that database. */
export default postgres
  ? defineConfig({ dialect: 'postgresql', ...place })
  : defineConfig({ dialect: 'sqlite', ...place })
