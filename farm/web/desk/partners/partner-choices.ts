import { inLanguage } from '../../../../pipeline/model/local-text.ts'
import type { Option } from '../../components/shapes.ts'
import type { Visit } from '../../visit.ts'

/** What a key or a webhook of a body may be given: its sites, private ones apart, and kinds of entries. */
export interface PartnerChoices {
  readonly publicSites: readonly Option[]
  readonly privateSites: readonly Option[]
  readonly kinds: readonly Option[]
}

/** The choices of the forms of a partner, those already made ticked. */
export function partnerChoices({ memory, language }: Visit, organisation: string): PartnerChoices {
  const below = memory.organisations.below(organisation)
  const sites = memory.sites.all().toSorted((a, b) => a.name.localeCompare(b.name, language))
  const option = ({ id, name }: { readonly id: string; readonly name: string }) => ({ value: id, label: name })
  return {
    publicSites: sites.filter((one) => one.visibility === 'public').map(option),
    privateSites: sites.filter((one) => one.visibility === 'private' && below.has(one.organisation)).map(option),
    kinds: [...memory.declarations.serviceTypes.values()]
      .map(({ id, plural }) => ({ value: id, label: inLanguage(plural, language) }))
      .sort((a, b) => a.label.localeCompare(b.label, language)),
  }
}

/** The same choices with what a form came with ticked. */
export function ticked(options: readonly Option[], chosen: readonly unknown[]): readonly Option[] {
  return options.map((one) => ({ ...one, selected: chosen.includes(one.value) }))
}

/** A right of a key in words. */
export function scopeText({ words, memory, language }: Visit, scope: string): string {
  const [, kind = scope, value = ''] = /^(read:site|read:private|read:type|write:type):(.*)$/.exec(scope) ?? []
  const type = kind.endsWith(':type') ? memory.serviceType(value) : undefined
  const name = type ? inLanguage(type.plural, language) : (memory.sites.get(value)?.name ?? value)
  return words(`partners.scope.${kind}`, { value: name })
}
