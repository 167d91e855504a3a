import type { APIRoute } from 'astro'
import { entryExplained, sectionInWords } from '../../../../desk/entry-explained.ts'
import { signInFirst } from '../../../../desk-forms/sign-in-first.ts'

/** `?site=nievre`: why an entry is, was, or is not in each section, as data and in words. */
export const GET: APIRoute = async ({ locals, params, url }) => {
  if (signInFirst(locals)) return new Response(null, { status: 403 })
  const told = await entryExplained(locals, {
    entry: Number(params.id) || 0,
    site: url.searchParams.get('site') || null,
    date: url.searchParams.get('date'),
  })
  if (!told.ok) return Response.json({ problems: told.problems }, { status: 404 })
  const { entry, site, past, sections, hidden } = told.value
  const explained = sections.map((one) => {
    const { asks, verdict, reasons } = sectionInWords(locals, one, { organisation: entry.organisation, past })
    const { site: _, subscription, finding, ...rest } = one.explanation
    const about = { site: one.site.id, section: one.subscription.slug, subscription, standing: one.standing, ...rest }
    return { ...about, periods: one.shown, asks, verdict, reasons, finding }
  })
  const about = {
    entry: entry.id,
    title: entry.title,
    state: entry.state,
    site: site?.id ?? null,
    at: past?.at ?? null,
    hidden,
  }
  return Response.json({ ...about, sections: explained }, { headers: { 'cache-control': 'private, no-store' } })
}
