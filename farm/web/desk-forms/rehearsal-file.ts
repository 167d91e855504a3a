import papaparse from 'papaparse'
import { FORMULA_START } from '../../../pipeline/model/formula-guard.ts'
import { ok, type Result } from '../../../pipeline/model/problem.ts'
import type { Move, Rehearsing } from '../../routing/rehearse.ts'
import type { Visit } from '../visit.ts'

/** Runs a rehearsal and answers every one of its moves as a CSV file that a French Excel opens by itself. */
export async function rehearsalFile(
  { farm, memory, siteUrl }: Visit,
  rehearse: (hearing: Pick<Rehearsing, 'onMove'>) => Promise<Result<unknown>>,
): Promise<Result<Response>> {
  const lines = [row(COLUMNS)]
  const onMove = (move: Move) =>
    lines.push(
      row(
        cellsOf(move, {
          name: memory.sites.get(move.site)?.name ?? move.site,
          link: siteUrl('desk', `/entries/${move.entry}`),
        }),
      ),
    )
  const rehearsed = await rehearse({ onMove })
  if (!rehearsed.ok) return rehearsed
  const day = new Date(farm.now()).toISOString().slice(0, 10)
  const headers = {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="rehearsal-${day}.csv"`,
  }
  return ok(new Response(`\uFEFF${lines.join('')}`, { headers }))
}

const COLUMNS = [
  'way',
  'site',
  'site_name',
  'section',
  'entry',
  'title',
  'service_type',
  'published_at',
  'waits',
  'link',
]

function cellsOf(move: Move, { name, link }: { readonly name: string; readonly link: string }): readonly string[] {
  const { way, site, section, entry, title, serviceType, publishedAt, waits } = move
  const published = publishedAt === null ? '' : new Date(publishedAt).toISOString()
  return [way, site, name, section, String(entry), title, serviceType, published, waits ? '1' : '', link]
}

function row(cells: readonly string[]): string {
  return `${papaparse.unparse([[...cells]], { delimiter: ';', escapeFormulae: FORMULA_START })}\r\n`
}
