import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: [
      'tests/sqlite-template.ts',
      'tests/postgres-server.ts',
      'tests/demo-template.ts',
      'tests/browser-server.ts',
    ],
    pool: 'forks',
    // Files share two processes, so that packages, declarations and the geography are read twice and not 260 times.
    isolate: false,
    // A second, as it is otherwise, is little on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
