import type { SpipTarget } from './shortcut-links.ts'
import { plainOfShortcuts } from './shortcuts.ts'
import type { SpipDatabase, SpipRow } from './tables.ts'

/** What the texts of a SPIP site refer to: its tree, keywords, authors, documents, and which texts there are. */
export interface OldSite {
  /** `adresse_site` and the other settings of the site. */
  readonly meta: ReadonlyMap<string, string>
  readonly rubriques: ReadonlyMap<number, { readonly title: string; readonly parent: number }>
  readonly keywords: ReadonlyMap<number, { readonly title: string; readonly group: string }>
  readonly documents: ReadonlyMap<number, SpipRow>
  /** Titles of articles and briefs by `article:12`. */
  readonly titles: ReadonlyMap<string, string>
  keywordsOf(object: string): readonly number[]
  authorsOf(object: string): readonly string[]
  /** Documents joined to it, with their role (`logo`…). */
  documentsOf(object: string): readonly { readonly id: number; readonly role: string }[]
  /** Words its own addresses were made of, the newest first. */
  addressesOf(object: string): readonly string[]
}

/** Name of something of the site wherever it is referred to: `article:12`. */
export function objectName({ kind, id }: Pick<SpipTarget, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

/** Reads all of it once. */
export function readOldSite(database: SpipDatabase): OldSite {
  const rubriques = byNumber(database.rows('rubriques'), 'id_rubrique', (row) => ({
    title: plainOfShortcuts(row.titre ?? ''),
    parent: Number(row.id_parent),
  }))
  const groups = byNumber(database.rows('groupes_mots'), 'id_groupe', (row) => plainOfShortcuts(row.titre ?? ''))
  const keywords = byNumber(database.rows('mots'), 'id_mot', (row) => ({
    title: plainOfShortcuts(row.titre ?? ''),
    group: groups.get(Number(row.id_groupe)) ?? plainOfShortcuts(row.type ?? ''),
  }))
  const authors = byNumber(database.rows('auteurs'), 'id_auteur', (row) => plainOfShortcuts(row.nom ?? ''))
  const joined = {
    keywords: links(database, 'mots_liens', 'id_mot', [
      ['mots_articles', 'article'],
      ['mots_breves', 'breve'],
    ]),
    authors: links(database, 'auteurs_liens', 'id_auteur', [['auteurs_articles', 'article']]),
    documents: links(database, 'documents_liens', 'id_document', [['documents_articles', 'article']]),
  }
  const addresses = addressesIn(database)
  return {
    meta: new Map([...database.rows('meta')].map(({ nom = '', valeur = '' }) => [nom, valeur])),
    rubriques,
    keywords,
    documents: byNumber(database.rows('documents'), 'id_document', (row) => row),
    titles: titlesIn(database),
    keywordsOf: (object) => (joined.keywords.get(object) ?? []).map(({ id }) => id),
    authorsOf: (object) => (joined.authors.get(object) ?? []).flatMap(({ id }) => authors.get(id) || []),
    documentsOf: (object) => joined.documents.get(object) ?? [],
    addressesOf: (object) => addresses.get(object) ?? [],
  }
}

type Joined = ReadonlyMap<string, readonly { readonly id: number; readonly role: string }[]>

function byNumber<T>(rows: Iterable<SpipRow>, key: string, make: (row: SpipRow) => T): ReadonlyMap<number, T> {
  return new Map([...rows].map((row) => [Number(row[key]), make(row)]))
}

function links(
  database: SpipDatabase,
  table: 'mots_liens' | 'auteurs_liens' | 'documents_liens',
  key: string,
  former: readonly (readonly ['mots_articles' | 'mots_breves' | 'auteurs_articles' | 'documents_articles', string])[],
): Joined {
  const found = [...database.rows(table)].map((row) => ({
    object: `${row.objet}:${Number(row.id_objet)}`,
    id: Number(row[key]),
    role: row.role ?? '',
  }))
  const older = former.flatMap(([name, kind]) =>
    [...database.rows(name)].map((row) => {
      return { object: `${kind}:${Number(row[`id_${kind}`])}`, id: Number(row[key]), role: '' }
    }),
  )
  return Map.groupBy([...found, ...older], ({ object }) => object)
}

function titlesIn(database: SpipDatabase): ReadonlyMap<string, string> {
  const titles = new Map<string, string>()
  for (const [table, kind] of [
    ['articles', 'article'],
    ['breves', 'breve'],
  ] as const) {
    for (const row of database.rows(table)) {
      const object = `${kind}:${Number(row[`id_${kind}`])}`
      titles.set(object, plainOfShortcuts(row.titre ?? '', row.lang || undefined))
    }
  }
  return titles
}

function addressesIn(database: SpipDatabase): ReadonlyMap<string, readonly string[]> {
  const rows = [...database.rows('urls')].filter(({ url = '' }) => url !== '' && url.length < 300)
  const newest = [...rows].sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1))
  const rubriques = new Map(
    newest.flatMap((row) => (row.type === 'rubrique' ? [[row.id_objet ?? '', row] as const] : [])).reverse(),
  )
  const whole = (row: SpipRow, depth = 0): string => {
    const parent = depth < 20 && Number(row.id_parent) > 0 ? rubriques.get(row.id_parent ?? '') : undefined
    return parent === undefined ? (row.url ?? '') : `${whole(parent, depth + 1)}/${row.url}`
  }
  const texts = newest.filter(({ type }) => type === 'article' || type === 'breve')
  const named = texts.map((row) => [`${row.type}:${Number(row.id_objet)}`, whole(row)] as const)
  const grouped = Map.groupBy(named, ([object]) => object)
  return new Map([...grouped].map(([object, all]) => [object, all.map(([, url]) => url)]))
}
