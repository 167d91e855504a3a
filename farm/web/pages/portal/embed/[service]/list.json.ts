import type { APIRoute } from 'astro'
import { inLanguage } from '../../../../../../pipeline/model/local-text.ts'
import type { RowItem } from '../../../../components/shapes.ts'
import { keptList } from '../../../../portal/kept-list.ts'
import { sectionOf } from '../../../../portal/section.ts'

/** The same list for the script that puts it into a page of others: titles, addresses, days and facts, as text. */
export const GET: APIRoute = async ({ locals: visit, params, url }) => {
  const { site, origin, language, href, words } = visit
  const section = site?.visibility === 'public' ? sectionOf(visit, params.service) : undefined
  const search = new URLSearchParams(url.searchParams)
  search.delete('most')
  const list = section && (await keptList({ ...visit, actor: { kind: 'visitor' } }, [section], search))
  if (!site || !section || !list) return new Response(null, { status: 404 })
  const most = Math.min(Math.max(Number(url.searchParams.get('most')) || 10, 1), 30)
  const items = list.rows.slice(0, most).map(({ item }) => ({
    title: item.title,
    href: new URL(item.href, origin).href,
    about: [dayOf(item), ...item.facts.map((fact) => fact.value), item.place].filter((text) => text),
  }))
  const whole = { href: `${origin}${href(`/${section.subscription.slug}`)}${list.exportQuery}`, site: site.name }
  const body = {
    title: inLanguage(section.subscription.label, language),
    language,
    items,
    whole: { ...whole, text: words('embed.whole', { site: site.name }) },
  }
  return Response.json(body, {
    headers: { 'access-control-allow-origin': '*', 'farm-cache-tags': `site:${site.id}, day` },
  })
}

function dayOf({ date, dateLabel }: RowItem): string {
  return date ? [dateLabel, date.weekday, date.day, date.month, date.year].filter((text) => text).join(' ') : ''
}
