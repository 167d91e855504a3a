import type { RawValue } from '../../model/field-types/field-type.ts'
import { plainLine, plainLines, shortened } from '../feed-text.ts'
import { plainOfShortcuts } from './shortcuts.ts'
import { instantOf, type SpipItem, type SpipReading } from './texts.ts'

/** The links a SPIP site took from others and showed, one by one. */
export function* linkItems({ database, serviceType, host }: SpipReading): Generator<SpipItem> {
  const max = (name: string) => serviceType.fields.find((field) => field.name === name)?.max
  const sites = new Map(
    [...database.rows('syndic')].map((row) => [row.id_syndic, plainOfShortcuts(row.nom_site ?? '')]),
  )
  for (const row of database.rows('syndic_articles')) {
    if (row.statut !== 'publie') continue
    const number = Number(row.id_syndic_article)
    const raw: Record<string, RawValue> = {
      title: shortened(plainLine(row.titre ?? ''), max('title')),
      summary: shortened(plainLines(row.descriptif ?? '') || plainLine(row.titre ?? ''), max('summary')),
      body: row.descriptif ?? '',
      source_url: row.url ?? '',
      source_name: shortened(sites.get(row.id_syndic) ?? '', max('source_name')),
      source_author: shortened(plainLine(row.lesauteurs ?? ''), max('source_author')),
      source_date: (row.date ?? '').slice(0, 10).replace(/^0000.*/, ''),
    }
    const externalId = ['spip', ...(host === '' ? [] : [host]), `link:${number}`].join(':')
    const publishedAt = instantOf(row.date ?? '')
    yield { line: number, raw, externalId, problems: [], kind: 'link', number, status: 'publie', publishedAt }
  }
}
