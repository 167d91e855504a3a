import type { SCHEMAS } from './schemas.ts'

const ENTRY = {
  ...{ id: 1234, uri: 'tag:terroir.example,2026:entry:1234', serviceType: 'event' },
  link: 'https://nievre.terroir.example/agenda/1234-forum-de-l-emploi',
  ...{ title: 'Forum de l’emploi', summary: 'Trente employeurs, une matinée.', language: 'fr' },
  organisation: { id: 'nievre', name: 'Maison de l’emploi de la Nièvre' },
  ...{ publishedAt: '2026-11-02T09:00:00.000Z', updatedAt: '2026-11-04T15:30:00.000Z' },
  themes: [{ code: 'employment', label: 'Emploi' }],
  territories: [{ key: 'commune:58194', name: 'Nevers' }],
  values: { title: 'Forum de l’emploi', start: '2026-12-03T09:00', themes: ['employment'] },
}
const TOMBSTONE = { id: 1201, uri: 'tag:terroir.example,2026:entry:1201', at: '2026-11-05T08:12:00.000Z' }

/** An example of each shape whose members alone would not show how it is used. */
export const SCHEMA_EXAMPLES: Partial<Record<keyof typeof SCHEMAS, unknown>> = {
  Entry: ENTRY,
  Tombstone: TOMBSTONE,
  EntryPage: { items: [ENTRY], deleted: [TOMBSTONE], next: '1793622600000.1234', asOf: '2026-11-05T09:00:00.000Z' },
  NewEntry: {
    ...{ serviceType: 'event', externalId: 'forum-2026' },
    values: {
      ...{ title: 'Forum de l’emploi', start: '2026-12-03T09:00', end: '2026-12-03T12:30', status: 'confirmed' },
      address: { street: 'Place Carnot', postcode: '58000', town: 'Nevers' },
      ...{ body: '<p>Trente employeurs, une matinée.</p>', themes: ['employment'] },
    },
  },
  Submission: {
    ...{ id: 1234, externalId: 'forum-2026', outcome: 'new', serviceType: 'event', title: 'Forum de l’emploi' },
    ...{
      state: 'submitted',
      review: 'submitted',
      version: 1,
      updatedAt: '2026-11-02T08:40:00.000Z',
      publishedAt: null,
    },
    values: { title: 'Forum de l’emploi', start: '2026-12-03T09:00', themes: ['employment'] },
  },
  Reason: { reason: 'Annulé par l’organisateur' },
  Territory: {
    ...{ key: 'commune:58194', level: 'commune', code: '58194', name: 'Nevers' },
    within: ['departement:58', 'region:27', 'country:FR'],
    postcodes: ['58000'],
  },
  Key: {
    ...{ partner: 'Agrégateur', organisation: 'nievre', key: 'terroir_Bp5s…', perMinute: 60, expiresAt: null },
    scopes: ['read:public', 'write:type:event'],
  },
  Problem: {
    type: 'https://desk.terroir.example/api/v1#problem-required',
    ...{ title: 'To be filled in.', status: 422, code: 'required' },
    problems: [{ code: 'required', detail: 'To be filled in.', field: 'start' }],
  },
  WebhookMessage: {
    ...{ type: 'entry.withdrawn', timestamp: '2026-11-05T08:12:00.000Z' },
    data: { entry: 1201, uri: TOMBSTONE.uri, version: null, shownOn: [], content: null },
  },
}
