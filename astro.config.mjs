import { hash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

// What draws a list is part of what its readers compare with: the same sources on every machine, another edition after any edit.
const sources = globSync(['{exports,pipeline,farm}/**/*.{ts,astro,json}', 'package-lock.json']).sort()
const edition = hash('sha1', sources.map((file) => `${file}\0${readFileSync(file, 'utf8')}`).join('\0'), 'base64url')

const stylesheets = [
  { name: 'desk', test: /\/farm\/web\/(?:pages\/)?desk.*[?&]type=style|\/coverage\.css/ },
  { name: 'site', test: /[?&]type=style/ },
]

export default defineConfig({
  srcDir: './farm/web',
  outDir: './dist',
  output: 'server',
  // The front keeps pages whole: written at once they take a third less time, and their length is known.
  adapter: node({ mode: 'middleware', experimentalDisableStreaming: true }),
  session: false,
  // Every page is reached through a rewrite by host; our own server checks the host first and strips forged headers.
  security: { checkOrigin: false, allowedDomains: [{}] },
  build: { inlineStylesheets: 'never' },
  vite: {
    define: { 'import.meta.env.FARM_EDITION': JSON.stringify(edition) },
    build: { assetsInlineLimit: 0 },
    // One stylesheet a page, and one more at the desk: its half would weigh on every page of a site.
    environments: { ssr: { build: { rolldownOptions: { output: { codeSplitting: { groups: stylesheets } } } } } },
    // The farm runs from source beside the bundle: its native drivers are handed over in `locals`, never bundled.
    // Astro uses a corner of zod: taken into the bundle it leaves the rest, 15 MB in memory, outside.
    ssr: { external: ['better-sqlite3', 'pg', '@node-rs/argon2'], noExternal: ['zod'] },
  },
  devToolbar: { enabled: false },
  image: { service: { entrypoint: 'astro/assets/services/noop' } },
  telemetry: false,
})
