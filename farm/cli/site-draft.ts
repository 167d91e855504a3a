import type { Organisation } from '../../pipeline/model/organisation.ts'
import type { Site } from '../../pipeline/model/site.ts'
import type { Memory } from '../memory.ts'
import type { ServiceDraft } from '../sites/check-service.ts'
import { conditionOf } from '../sites/standard-condition.ts'
import { textOption } from './arguments.ts'
import { type Call, refusal } from './command.ts'

/** The site that options describe, in the look of its organisation. */
export function draftSite(call: Call, organisation: Organisation): Site {
  const { values, positionals } = call
  const { accent, font_display } = organisation.identity
  return {
    id: positionals[0] ?? '',
    name: textOption(call, 'name') ?? organisation.name,
    tagline: { fr: textOption(call, 'tagline') ?? organisation.name },
    kind: values.workshop === true ? 'workshop' : 'portal',
    visibility: values.private === true || values.workshop === true ? 'private' : 'public',
    organisation: organisation.id,
    hosts: listOption(call, 'host'),
    languages: ['fr', 'en'],
    skin: { accent, ...(font_display === undefined ? {} : { display_font: font_display }) },
  }
}

/** One service for each asked kind: what its organisation, those under and those over it say of its territory. */
export function draftServices(call: Call, organisation: Organisation, memory: Memory): ServiceDraft[] {
  const territories = [textOption(call, 'territory') ?? organisation.territory ?? []].flat()
  const themes = listOption(call, 'theme')
  return listOption(call, 'services').map((id) => {
    const kind = memory.serviceType(id)
    if (!kind) throw refusal([{ code: 'unknown-service-type', field: 'services', params: { value: id } }])
    const origins = ['own', 'below', 'above'] as const
    const when = conditionOf({ kinds: [id], themes, territories, relation: 'either', origins })
    return { slug: kind.path, label: kind.plural, mode: 'automatic', when }
  })
}

/** The services of another site, to begin with the same. */
export function copiedServices(model: string, { sites }: Memory): ServiceDraft[] {
  if (!sites.get(model)) throw refusal([{ code: 'unknown-site', field: 'like', params: { value: model } }])
  return sites.subscriptions(model).map(({ slug, label, mode, when }) => ({ slug, label, mode, when }))
}

function listOption(call: Call, name: string): string[] {
  return (textOption(call, name) ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
