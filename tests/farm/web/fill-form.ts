import { controlName, controlOf } from '../../../farm/web/desk-forms/control.ts'
import { itemsOf, textOfItem } from '../../../farm/web/desk-forms/field-view.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { RawItem, RawValue } from '../../../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import type { Thesaurus } from '../../../pipeline/model/theme.ts'

/** What a browser would send for the generated form of a kind holding these typed values. */
export function fillForm(
  serviceType: ServiceType,
  raw: Readonly<Record<string, RawValue>>,
  thesaurus: Thesaurus,
): FormData {
  const data = new FormData()
  for (const field of serviceType.fields) fillField(data, { field, items: itemsOf(raw[field.name]), thesaurus })
  return data
}

function fillField(
  data: FormData,
  { field, items, thesaurus }: { field: Field; items: readonly RawItem[]; thesaurus: Thesaurus },
): void {
  const control = controlOf(field, thesaurus)
  const name = controlName(field.name)
  if (control === 'boxes' || control === 'tree') for (const item of items) data.append(name, textOfItem(item))
  else if (control === 'lines' || control === 'suggest-many') data.append(name, items.map(textOfItem).join('\r\n'))
  else if (items.every((item) => typeof item === 'string')) {
    const [text = ''] = items.map(textOfItem)
    // Browsers send every line end as CR LF.
    if (!field.many) data.append(name, text.replace(/\r?\n/g, '\r\n'))
  } else for (const [index, item] of items.entries()) fillParts(data, field, field.many ? [index] : [], item)
}

function fillParts(data: FormData, field: Field, at: readonly number[], item: RawItem): void {
  if (typeof item === 'string') return
  for (const [part, text] of Object.entries(item)) {
    const rendered = part === 'commune' ? `${text}|${item.town}|${item.postcode}` : text
    data.append(controlName(field.name, ...at, part), rendered)
  }
}
