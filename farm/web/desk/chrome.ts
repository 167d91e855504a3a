import type { LinkItem } from '../components/shapes.ts'
import type { Masthead, RailGroup } from '../layouts/chrome.ts'
import type { Visit } from '../visit.ts'
import { deskCounts } from './counts.ts'
import { deskPerson } from './person.ts'
import { type DeskPlace, railOf } from './rail.ts'
import { roleText } from './role-text.ts'
import { deskSkinHref } from './skin.ts'
import { rememberedOrganisation, workplaceOf } from './working-for.ts'

/** What every page of the desk gives its layout. */
export interface DeskChrome {
  readonly lang: string
  readonly organisation: Masthead
  readonly organisations: readonly LinkItem[]
  readonly rail: readonly RailGroup[]
  readonly person: { readonly name: string; readonly role: string; readonly links: readonly LinkItem[] }
  readonly signOut: { readonly action: string; readonly label: string }
  readonly search: { readonly action: string; readonly label: string; readonly value?: string; readonly go: string }
  readonly skinHref: string
  readonly iconHref: string
  readonly words: Readonly<Record<'skip' | 'desk' | 'rail' | 'menu' | 'switchTo' | 'account', string>>
}

/** The frame of a page of the desk: whose it is, what waits, what may be done; `current` is the place the page belongs to. */
export async function deskChrome(
  visit: Visit,
  { current, request }: { readonly current?: DeskPlace | undefined; readonly request: Request },
): Promise<DeskChrome> {
  const { words, href } = visit
  const person = deskPerson(visit)
  const { organisation, others } = workplaceOf(visit, rememberedOrganisation(request.headers.get('cookie')))
  const url = new URL(request.url)
  const back = encodeURIComponent(visit.path)
  return {
    lang: visit.language,
    organisation: {
      name: organisation?.shortName ?? words('desk.desk'),
      home: href('/'),
      initials: organisation?.identity.initials ?? '·',
    },
    organisations: others.map((one) => ({
      label: one.name,
      href: href(`/for/${one.id}?to=${back}`),
      current: one.id === organisation?.id,
    })),
    rail: railOf(visit, await deskCounts(visit), current),
    person: { name: person.name, role: roleText(visit, person), links: personLinks(visit) },
    signOut: { action: href('/sign-out'), label: words('sign-out') },
    search: {
      action: href('/entries'),
      label: words('desk.search'),
      ...(current === 'entries' ? { value: url.searchParams.get('q') ?? '' } : {}),
      go: words('desk.search-go'),
    },
    skinHref: deskSkinHref(organisation),
    iconHref: '/icon.svg',
    words: {
      skip: words('skip'),
      desk: words('desk.desk'),
      rail: words('desk.rail.label'),
      menu: words('menu'),
      switchTo: words('desk.switch-to'),
      account: words('desk.account'),
    },
  }
}

function personLinks({ words, siteUrl, language, path, href }: Visit): LinkItem[] {
  const other = language === 'fr' ? `/en${path === '/' ? '' : path}` : path
  return [
    { label: words('desk.directory'), href: siteUrl('', '/') },
    { label: words('reader.title'), href: href('/keys') },
    { label: words('other-language'), href: other, lang: language === 'fr' ? 'en' : 'fr' },
  ]
}
