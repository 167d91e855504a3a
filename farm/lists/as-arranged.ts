import type { Arrangement } from '../../pipeline/model/site.ts'
import type { Knowledge } from '../../pipeline/ports.ts'
import { applyTransforms } from '../../pipeline/routing/apply-transforms.ts'
import type { Listed } from './listed.ts'
import { shownHere } from './shown-here.ts'

/** An entry as one section hands it on: its declared transforms first, then what its people said otherwise of this very entry. */
export function asArranged<T extends Pick<Listed, 'entry' | 'values' | 'touch'>>(
  listed: T,
  {
    arrangement,
    knowledge,
  }: {
    readonly arrangement: Arrangement | null | undefined
    readonly knowledge: Pick<Knowledge, 'serviceType' | 'organisations' | 'thesaurus'>
  },
): T {
  const { entry } = listed
  const transforms = arrangement?.transforms ?? []
  const serviceType = transforms.length === 0 ? undefined : knowledge.serviceType(entry.serviceType)
  if (!serviceType) return shownHere(listed)
  const organisation = knowledge.organisations.get(entry.organisation)?.name ?? entry.organisation
  const about = { serviceType, organisation, thesaurus: knowledge.thesaurus }
  const values = applyTransforms(transforms, listed.values, about)
  const title = typeof values.title === 'string' ? values.title : entry.title
  return shownHere({ ...listed, values, entry: { ...entry, title } })
}
