import { fold } from '../../model/fold.ts'

/** The keys under which an article or a brief is looked for: its number, and the words its address was made of. */
export function keysOfObject(
  kind: 'article' | 'breve',
  { id, addresses, title }: { readonly id: number; readonly addresses: readonly string[]; readonly title: string },
): readonly string[] {
  const words = addresses.length > 0 ? addresses : [fold(title).replaceAll(' ', '-')]
  const named = words.map(nameKey).filter((key) => key.length > 3 && !NUMBERED.test(key))
  return [...new Set([`/${kind}${id}`, ...named])]
}

/**
 * The keys an address of a former SPIP site may be kept under, the surest first: `/spip.php?article12`, `/article12.html`,
 * `/?page=article&id_article=12`, `/Titre-de-l-article`, `/rubrique/titre`. None when it does not look like one.
 */
export function keysOfAddress({ pathname, search }: Pick<URL, 'pathname' | 'search'>): readonly string[] {
  const query = search.slice(0, 500)
  const [, kind, id] = QUERY.exec(query) ?? []
  const numbered =
    kind === undefined ? NUMBERED_QUERY.exec(query)?.slice(1, 3).join('') : `${kind.toLowerCase()}${Number(id)}`
  if (numbered !== undefined && numbered !== '') return [`/${numbered.toLowerCase()}`]
  if (/\/spip\.php$/i.test(pathname)) {
    const words = /^\?([^=&]{4,300})(?:&|$)/.exec(query)?.[1]
    return words === undefined ? [] : [nameKey(words)]
  }
  if (pathname.length < 4 || pathname.length > 600) return []
  const path = nameKey(pathname)
  const [, lastKind = '', lastId = ''] = NUMBERED.exec(path) ?? []
  if (lastId !== '') return [`/${lastKind}${Number(lastId)}`]
  return [...new Set([path, `/${path.split('/').at(-1)}`])].filter((key) => key.length > 3)
}

/** A page every SPIP site has beside its texts: its feed, a search with its words, the map of the site, its front page. */
export type SpipPage = { readonly page: 'feed' | 'map' | 'front' } | { readonly page: 'search'; readonly words: string }

/** What was asked of a former SPIP site by such an address: `/spip.php?page=backend`, `/backend.php3`, `/spip.php?page=recherche&recherche=bus`. */
export function spipPage({ pathname, search }: Pick<URL, 'pathname' | 'search'>): SpipPage | undefined {
  if (/^\/backend(?:-breves)?\.php3?$/i.test(pathname)) return { page: 'feed' }
  if (!/^\/(?:spip\.php)?$/i.test(pathname)) return undefined
  const asked = new URLSearchParams(search.slice(0, 500))
  const page = asked.get('page') ?? (pathname === '/' ? '' : asked.size === 0 ? 'sommaire' : '')
  if (page === 'recherche') return { page: 'search', words: (asked.get('recherche') ?? '').slice(0, 200) }
  const named = PAGES.get(page)
  return named === undefined ? undefined : { page: named }
}

const PAGES: ReadonlyMap<string, 'feed' | 'map' | 'front'> = new Map([
  ['backend', 'feed'],
  ['backend-breves', 'feed'],
  ['plan', 'map'],
  ['sommaire', 'front'],
])

const QUERY = /[?&](?:page=(?:article|breve)&(?:[^&]*&)*)?id_(article|breve)=(\d{1,9})(?:&|$)/i
const NUMBERED_QUERY = /^\?(article|breve)(\d{1,9})(?:&|$|\.html)/i
const NUMBERED = /(?:^|\/)(article|breve)-?(\d{1,9})$/

function nameKey(address: string): string {
  const path = decoded(address)
    .toLowerCase()
    .replace(/\.html?$/, '')
    .split('/')
    .map((part) => part.replace(/^[-+]+|[-+]+$/g, ''))
    .filter((part) => part !== '')
  return `/${path.join('/')}`
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
