import { fold } from '../../../pipeline/model/fold.ts'
import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import type { Site, Skin } from '../../../pipeline/model/site.ts'
import type { ServiceDraft } from '../../sites/check-service.ts'
import { conditionOf } from '../../sites/standard-condition.ts'
import { CHARACTERS } from '../skins/characters.ts'
import { parseColour } from '../skins/colour-text.ts'
import { FONT_FAMILIES } from '../skins/skin-css.ts'
import type { Visit } from '../visit.ts'
import { placesOf } from './place-text.ts'

/** A new site as its form asks it. */
export interface SiteForm {
  readonly name: string
  readonly slug: string
  readonly tagline: string
  readonly workshop: boolean
  readonly private: boolean
  readonly organisation: string
  readonly accent: string
  readonly kinds: readonly string[]
  /** Places all its services ask for, one per line. */
  readonly territories: string
}

/** What was typed in the form of a new site; a missing address is made from the name. */
export function readSiteForm(data: FormData): SiteForm {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  return {
    name: text('name'),
    slug: text('slug') || slugOf(text('name')),
    tagline: text('tagline'),
    workshop: text('kind') === 'workshop',
    private: text('visibility') === 'private',
    organisation: text('organisation'),
    accent: text('accent'),
    kinds: data.getAll('kinds').filter((one) => typeof one === 'string'),
    territories: text('territories'),
  }
}

/** The word of an address made from a name: `Emploi en Nièvre` gives `emploi-en-nievre`. */
export function slugOf(name: string): string {
  return fold(name)
    .replaceAll(' ', '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}

/** The site and its services a form describes: one service per kind, for these places, from its own organisation and those around it. */
export function siteRequest(
  form: SiteForm,
  { memory }: Pick<Visit, 'memory'>,
): Result<{ readonly site: Site; readonly services: readonly ServiceDraft[] }> {
  const places = placesOf(form.territories, memory)
  const colour = colourProblems({ accent: form.accent })
  if (!places.ok || colour.length > 0) return fail(...colour, ...(places.ok ? [] : places.problems))
  const services = form.kinds
    .flatMap((id) => memory.serviceType(id) ?? [])
    .map((kind): ServiceDraft => {
      const request = {
        kinds: [kind.id],
        themes: [],
        territories: places.value,
        relation: 'either',
        origins: ORIGINS,
      } as const
      return { slug: kind.path, label: kind.plural, mode: 'automatic', when: conditionOf(request) }
    })
  const site: Site = {
    id: form.slug,
    name: form.name,
    tagline: { fr: form.tagline },
    kind: form.workshop ? 'workshop' : 'portal',
    visibility: form.private ? 'private' : 'public',
    organisation: form.organisation,
    hosts: [],
    languages: ['fr', 'en'],
    skin: form.accent === '' ? {} : { accent: form.accent },
  }
  return ok({ site, services })
}

const ORIGINS = ['own', 'below', 'above'] as const

/** Looks of a site as its form asks them; blank ones come from the organisation. */
export function readSkinForm(data: FormData): Skin {
  const said = SKIN_PARTS.map((part) => [part, String(data.get(part) ?? '').trim()] as const)
  return Object.fromEntries(said.filter(([, value]) => value !== ''))
}

/** Colours and typefaces of a skin that are none. */
export function colourProblems(skin: Skin): readonly Problem[] {
  const colours = (['accent', 'accent_dark', 'surface_tint'] as const).filter(
    (part) => skin[part] !== undefined && skin[part] !== '' && parseColour(skin[part]) === undefined,
  )
  const fonts = (['display_font', 'text_font'] as const).filter(
    (part) => skin[part] !== undefined && !Object.hasOwn(FONT_FAMILIES, skin[part]),
  )
  const { character } = skin
  const unknown = character !== undefined && !CHARACTERS.some((one) => one === character)
  return [
    ...colours.map((field) => ({ code: 'bad-colour', field })),
    ...(unknown ? [{ code: 'unknown-choice', field: 'character', params: { value: character ?? '' } }] : []),
    ...fonts.map((field) => ({ code: 'unknown-choice', field, params: { value: skin[field] ?? '' } })),
  ]
}

const SKIN_PARTS = [
  'accent',
  'accent_dark',
  'surface_tint',
  'display_font',
  'text_font',
  'masthead',
  'character',
] as const
