import node from '@astrojs/node'
import { defineConfig } from 'astro/config'

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
    build: { assetsInlineLimit: 0, cssCodeSplit: false },
    // The farm runs from source beside the bundle: its native drivers are handed over in `locals`, never bundled.
    // Astro uses a corner of zod: taken into the bundle it leaves the rest, 15 MB in memory, outside.
    ssr: { external: ['better-sqlite3', 'pg', '@node-rs/argon2'], noExternal: ['zod'] },
  },
  devToolbar: { enabled: false },
  image: { service: { entrypoint: 'astro/assets/services/noop' } },
  telemetry: false,
})
