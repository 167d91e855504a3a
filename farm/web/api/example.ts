import type { Operation } from './operation.ts'

/** A command line that tries an operation, with figures to replace. */
export function exampleOf({ method, path, access, takes, example }: Operation, base: string): string {
  const filled = example ?? path.replace(/\{(\w+)\}/g, (_, name: string) => FILLED[name] ?? name)
  const query = takes === 'file' ? '?serviceType=event' : path.endsWith('/explain') ? '?site=nievre' : ''
  return [
    ...['curl', ...(method === 'GET' ? [] : ['-X', method])],
    ...(access === 'key' ? ["-H 'Authorization: Bearer terroir_…'"] : []),
    ...(takes === undefined ? [] : takes === 'file' ? ['--data-binary @agenda.csv'] : bodyOf(method)),
    `'${base}${filled}${query}'`,
  ].join(' ')
}

const FILLED: Readonly<Record<string, string>> = {
  ...{ site: 'nievre', service: 'agenda', entry: '1234', externalId: 'event-2026-17', import: '5678' },
  ...{ type: 'event', key: 'commune:58194' },
}

function bodyOf(method: string): readonly string[] {
  const entry = { serviceType: 'event', values: { title: 'Forum de l’emploi', themes: ['employment'] } }
  const body = method === 'DELETE' ? { reason: 'Annulé' } : entry
  return ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(body)}'`]
}
