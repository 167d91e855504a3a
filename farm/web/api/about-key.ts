import { inLanguage } from '../../../pipeline/model/local-text.ts'
import { may } from '../../../pipeline/model/may.ts'
import { explainEntry } from '../../sites/explain-entry.ts'
import { keysOf } from '../../storage/gateways/partner-store.ts'
import { sectionInWords } from '../desk/entry-explained.ts'
import { wordsIn } from '../words/words.ts'
import type { ApiAnswer, Call, Operation } from './operation.ts'
import { ENTRY, LANGUAGE } from './parameters.ts'
import { refusal } from './problem-json.ts'
import { ref } from './schemas.ts'
import { missing, siteVisit } from './site-visit.ts'

/** What a key may do, and why an entry is on a site or not. */
export const KEY_OPERATIONS: readonly Operation[] = [
  {
    ...{ name: 'getKey', method: 'GET', path: '/key', access: 'key', parameters: [LANGUAGE] },
    summary: { fr: 'Ce que cette clé permet', en: 'What this key permits' },
    answers: { 200: ref('Key') },
    run: async (call) => {
      const { actor, visit } = call
      if (actor.kind !== 'partner') return missing(call)
      const keys = await keysOf(visit.farm.storage, [actor.partner])
      const key = keys.find((one) => one.id === actor.key)
      if (!key) return missing(call)
      const { hint, scopes, perMinute, expiresAt } = key
      const ends = expiresAt === null ? null : new Date(expiresAt).toISOString()
      const { name: partner, organisation } = actor
      return { status: 200, body: { partner, organisation, key: `${hint}…`, scopes, perMinute, expiresAt: ends } }
    },
  },
  {
    ...{ name: 'explainEntry', method: 'GET', path: '/entries/{entry}/explain', access: 'key' },
    parameters: [
      ENTRY,
      {
        ...{ name: 'site', in: 'query', needed: true, schema: { type: 'string' } },
        description: { fr: 'Le site dont il s’agit.', en: 'The site it is about.' },
      },
      LANGUAGE,
    ],
    summary: { fr: 'Pourquoi une fiche est sur un site, ou n’y est pas', en: 'Why an entry is on a site, or is not' },
    answers: { 200: ref('Explanation') },
    run: explain,
  },
]

async function explain(call: Call): Promise<ApiAnswer> {
  const { visit, actor, params, query, language } = call
  const found = siteVisit({ ...call, params: { site: query.get('site') ?? '' } })
  if ('status' in found) return found
  const entry = await visit.farm.ports.entries.get(Number(params.entry))
  const open = new Set(found.sections.map(({ subscription }) => subscription.id))
  const shown = entry ? await visit.farm.ports.entries.deliveries([entry.id]) : []
  const here = shown.some((one) => one.state === 'live' && open.has(one.subscription))
  const own = entry && may(actor, { action: 'read-entry', entry }, visit.memory).yes
  // Another's entry is explained only where it can be seen anyway.
  if (!entry || !(own || here)) return missing(call)
  const told = await explainEntry(visit.farm, { entry, sites: [found.site] })
  if (!told.ok) return refusal(told.problems, call)
  const words = wordsIn(language)
  const sections = told.value
    .filter(({ subscription }) => open.has(subscription.id))
    .map((one) => {
      const { verdict, asks, reasons } = sectionInWords({ ...visit, language, words }, one, entry)
      const service = one.subscription.slug
      const label = inLanguage(one.subscription.label, language)
      const isShown = shown.some(
        (delivery) => delivery.state === 'live' && delivery.subscription === one.subscription.id,
      )
      return { service, label, shown: isShown, verdict, asks, reasons: reasons.map(({ text }) => text) }
    })
  return { status: 200, body: { entry: entry.id, site: found.site.id, sections } }
}
