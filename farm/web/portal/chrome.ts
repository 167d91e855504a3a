import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { LinkItem } from '../components/shapes.ts'
import type { Footer, Masthead, SearchBox } from '../layouts/chrome.ts'
import type { Visit } from '../visit.ts'
import { skinHref } from './skin-href.ts'

/** What every page of a site gives its layout. */
export interface SiteChrome {
  readonly lang: string
  readonly masthead: Masthead
  readonly utility: readonly LinkItem[]
  readonly services: readonly LinkItem[]
  readonly footer: Footer
  readonly search: SearchBox
  readonly skinHref: string
  readonly iconHref: string
  readonly alternates: readonly { readonly lang: string; readonly href: string }[]
  readonly noindex: boolean
  readonly words: {
    readonly skip: string
    readonly utility: string
    readonly services: string
    readonly more: string
    readonly menu: string
  }
}

/** The frame of a site's pages: masthead, services, search, footer; `current` is the service the page belongs to. */
export function siteChrome(visit: Visit, search: URLSearchParams, current?: string): SiteChrome {
  const { origin, path } = visit
  return {
    ...standing(visit, current),
    utility: utilityLinks(visit),
    search: searchBox(visit, search),
    alternates: [
      { lang: 'fr', href: `${origin}${path}` },
      { lang: 'en', href: `${origin}/en${path === '/' ? '' : path}` },
    ],
  }
}

type Standing = Omit<SiteChrome, 'utility' | 'search' | 'alternates'>

const known = new WeakMap<Visit['memory'], Map<string, Standing>>()

// The same objects for all pages of a service while the memory stands: what is drawn from them may be kept with them.
function standing(visit: Visit, current: string | undefined): Standing {
  const frames = known.getOrInsertComputed(visit.memory, () => new Map<string, Standing>())
  return frames.getOrInsertComputed(JSON.stringify([visit.origin, visit.language, current]), () =>
    frame(visit, current),
  )
}

function frame(visit: Visit, current: string | undefined): Standing {
  const { site, words, language, href, memory } = visit
  if (!site) throw new Error('a page of a site was asked without a site')
  const organisation = memory.organisations.get(site.organisation)
  return {
    lang: language,
    masthead: {
      name: site.name,
      home: href('/'),
      tagline: organisation?.shortName === site.name ? undefined : organisation?.shortName,
      initials: organisation?.identity.initials ?? site.name.slice(0, 2),
    },
    services: visit.sections.map((one) => ({
      label: inLanguage(one.label, language),
      href: href(`/${one.slug}`),
      current: one.slug === current,
    })),
    footer: footerOf(visit),
    skinHref: skinHref(site),
    iconHref: '/icon.svg',
    noindex: site.visibility === 'private',
    words: {
      skip: words('skip'),
      utility: words('portal.utility'),
      services: words('portal.services'),
      more: words('more'),
      menu: words('menu'),
    },
  }
}

function utilityLinks({ words, siteUrl, language, path, actor, origin, href }: Visit): LinkItem[] {
  const other = language === 'fr' ? `/en${path === '/' ? '' : path}` : path
  const back = encodeURIComponent(`${origin}${href(path)}`)
  const signIn = { label: words('portal.desk'), href: siteUrl('desk', `/?from=${back}`) }
  return [
    { label: words('portal.network'), href: siteUrl('', '/') },
    { label: words('other-language'), href: other, lang: language === 'fr' ? 'en' : 'fr' },
    actor.kind === 'person' ? { ...signIn, label: actor.name } : signIn,
  ]
}

function searchBox({ words, href }: Visit, search: URLSearchParams): SearchBox {
  return {
    action: href('/recherche'),
    what: search.get('q')?.slice(0, 200),
    where: search.get('where')?.slice(0, 200),
    words: {
      label: words('portal.search.label'),
      what: words('portal.search.what'),
      whatHint: words('portal.search.what-hint'),
      where: words('portal.search.where'),
      whereHint: words('portal.search.where-hint'),
      go: words('portal.search.go'),
    },
  }
}

function footerOf({ site, words, href, memory, siteUrl }: Visit): Footer {
  const organisation = site && memory.organisations.get(site.organisation)
  const root = memory.organisations.get(memory.organisations.above(organisation?.id ?? '').at(-1) ?? '')
  const kin = memory.sites
    .all()
    .filter((one) => one.kind === 'portal' && one.visibility === 'public' && one.id !== site?.id)
    .slice(0, 6)
  return {
    about: words('portal.footer.about', { organisation: organisation?.name ?? '', network: root?.shortName ?? '' }),
    columns: [
      { title: words('portal.network'), links: kin.map((one) => ({ label: one.name, href: siteUrl(one.id, '/') })) },
      {
        title: words('portal.footer.follow'),
        links: [
          { label: words('portal.feeds.title'), href: href('/flux'), icon: 'rss' },
          { label: words('portal.sitemap'), href: href('/plan-du-site') },
        ],
      },
    ],
    legal: [
      { label: words('portal.legal.title'), href: href('/mentions-legales') },
      { label: words('portal.privacy.title'), href: href('/confidentialite') },
      { label: words('portal.accessibility.status'), href: href('/accessibilite') },
    ],
    legalLabel: words('portal.footer.legal'),
  }
}
