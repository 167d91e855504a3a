import { VISITOR } from '../../pipeline/model/actor.ts'
import { languageOf } from './rooms.ts'
import type { Arrival, Visit } from './visit.ts'
import { wordsIn } from './words/words.ts'

/** Completes what the front server knows with the site, the language and the words of this request. */
export async function makeVisit(arrival: Arrival, url: URL): Promise<Visit> {
  const { farm, host, protocol } = arrival
  const memory = await farm.memory()
  const site = memory.sites.byHost(host)
  const { language, path } = languageOf(arrival.asked ?? url.pathname)
  const port = url.port ? `:${url.port}` : ''
  const href = (to: string) => (language === 'en' ? (to === '/' ? '/en' : `/en${to}`) : to)
  return {
    ...arrival,
    memory,
    actor: VISITOR,
    language,
    path,
    href,
    session: null,
    words: wordsIn(language),
    ...(site ? { site } : {}),
    sections: site ? memory.sites.subscriptions(site.id) : [],
    show: { gazetteer: memory.gazetteer, thesaurus: memory.thesaurus, now: farm.now(), language },
    siteUrl(slug, to) {
      const name = slug === '' ? farm.settings.domain : `${slug}.${farm.settings.domain}`
      return `${protocol}://${name}${port}${to}`
    },
  }
}
