import type { Command } from './command.ts'

/** Every command of `farm`, in the order the help lists them; each is loaded when it is run, for a start stays quick. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./commands/init.ts')).init,
  reset: async () => (await import('./commands/reset.ts')).reset,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  sites: async () => (await import('./commands/sites.ts')).sites,
  'create-site': async () => (await import('./commands/create-site.ts')).createSite,
  entries: async () => (await import('./commands/entries.ts')).entries,
  submit: async () => (await import('./commands/submit.ts')).submit,
  import: async () => (await import('./commands/import.ts')).importFile,
  sources: async () => (await import('./commands/sources.ts')).sources,
  harvest: async () => (await import('./commands/harvest.ts')).harvest,
  queue: async () => (await import('./commands/queue.ts')).queue,
  decide: async () => (await import('./commands/decide.ts')).decide,
  withdraw: async () => (await import('./commands/withdraw.ts')).withdraw,
  recall: async () => (await import('./commands/recall.ts')).recall,
  ledger: async () => (await import('./commands/ledger.ts')).ledger,
  explain: async () => (await import('./commands/explain.ts')).explain,
  export: async () => (await import('./commands/export.ts')).exportList,
  coverage: async () => (await import('./commands/coverage.ts')).coverage,
  themes: async () => (await import('./commands/themes.ts')).themes,
  'themes-import': async () => (await import('./commands/themes-import.ts')).themesImport,
  'themes-export': async () => (await import('./commands/themes-export.ts')).themesExport,
  serve: async () => (await import('./commands/serve.ts')).serve,
}
