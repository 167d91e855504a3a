import type { RawValue } from '../../pipeline/model/field-types/field-type.ts'
import { splitList } from '../../pipeline/model/list-text.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import type { Submission } from '../../pipeline/model/submission.ts'
import type { Gazetteer } from '../../pipeline/model/territory.ts'

/** Warnings `former-code` { value, name, code } for places written by a code of a former vintage: they are taken as what they became. */
export function formerPlaces(
  submissions: readonly Submission[],
  { serviceType, gazetteer }: { readonly serviceType: ServiceType; readonly gazetteer: Gazetteer },
): Problem[] {
  const fields = serviceType.fields.filter((field) => field.type === 'territory')
  return submissions.flatMap(({ raw, line }) =>
    fields.flatMap(({ name, levels }) =>
      codesIn(raw[name]).flatMap((value): Problem[] => {
        const found = gazetteer.resolve(value, levels === undefined ? {} : { levels })
        if (found.kind !== 'found' || found.by !== 'former-code') return []
        const { name: today, code } = found.territory
        const where = line === undefined ? {} : { line }
        return [{ code: 'former-code', field: name, ...where, params: { value, name: today, code } }]
      }),
    ),
  )
}

const CODE = /^(?:commune:)?\d[\dab]\d{3}$/i

function codesIn(raw: RawValue | undefined): string[] {
  const texts = typeof raw === 'string' ? splitList(raw) : Array.isArray(raw) ? raw : []
  return texts.flatMap((one) => (typeof one === 'string' && CODE.test(one.trim()) ? [one.trim()] : []))
}
