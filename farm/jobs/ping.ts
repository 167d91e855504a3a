import { FORMAT_NAMES, FORMATS } from '../../exports/formats.ts'
import { ok } from '../../pipeline/model/problem.ts'
import type { Site } from '../../pipeline/model/site.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { LIMITS } from '../fetching/fetch-source.ts'
import { postForm } from '../fetching/post-form.ts'
import { publicOrigin, type Settings } from '../settings.ts'
import { type JobKind, payloadText } from './job.ts'

const AT_ONCE = 20

/** Tells the hub of the farm that the feeds of a site have moved (W3C WebSub §6); a hub that does not answer is told again later. */
export const pingHub: JobKind = async ({ workshop, job, signal, progress }) => {
  const { settings, ports } = workshop
  if (settings.hub === undefined) return ok(undefined)
  const topics = topicsOf(payloadText(job, 'site'), { settings, knowledge: await ports.knowledge() })
  for (let done = 0; done < topics.length && !signal.aborted; done += AT_ONCE) {
    const form = new URLSearchParams({ 'hub.mode': 'publish' })
    for (const topic of topics.slice(done, done + AT_ONCE)) form.append('hub.url', topic)
    // The operator named it: it may well stand beside the farm.
    const { problem } = await postForm(settings.hub, form, { allowPrivate: () => true, limits: LIMITS })
    if (problem) throw new Error([problem.code, ...Object.values(problem.params ?? {})].join(' '))
    progress(Math.min(done + AT_ONCE, topics.length), topics.length)
  }
  return ok(undefined)
}

/** Addresses of the feeds of a public site that name the hub. */
export function topicsOf(
  id: string,
  { settings, knowledge }: { readonly settings: Pick<Settings, 'domain' | 'port'>; readonly knowledge: Knowledge },
): readonly string[] {
  const own = [...knowledge.subscriptions.all()].filter(({ site }) => site.id === id && site.visibility === 'public')
  const formats = FORMAT_NAMES.map((name) => FORMATS[name]).filter((one) => 'paged' in one)
  return own.flatMap(({ site, subscription }) =>
    originsOf(site, settings).flatMap((origin) =>
      ['', ...(site.languages.includes('en') ? ['/en'] : [])].flatMap((language) =>
        formats.map(({ extension }) => `${origin}${language}/${subscription.slug}.${extension}`),
      ),
    ),
  )
}

function originsOf({ id, hosts }: Site, settings: Pick<Settings, 'domain' | 'port'>): readonly string[] {
  const here = publicOrigin(settings, id) ?? `http://${id}.${settings.domain}:${settings.port}`
  return [here, ...hosts.map((host) => `https://${host}`)]
}
