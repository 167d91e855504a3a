import type { FieldTypeId } from './field.ts'
import { address } from './field-types/address.ts'
import { boolean } from './field-types/boolean.ts'
import { choice } from './field-types/choice.ts'
import { consent } from './field-types/consent.ts'
import { date } from './field-types/date.ts'
import { datetime } from './field-types/datetime.ts'
import { decimal } from './field-types/decimal.ts'
import { email } from './field-types/email.ts'
import type { FieldType } from './field-types/field-type.ts'
import { file } from './field-types/file.ts'
import { image } from './field-types/image.ts'
import { integer } from './field-types/integer.ts'
import { language } from './field-types/language.ts'
import { longText } from './field-types/long-text.ts'
import { money } from './field-types/money.ts'
import { openingHours } from './field-types/opening-hours.ts'
import { original } from './field-types/original.ts'
import { partialDate } from './field-types/partial-date.ts'
import { period } from './field-types/period.ts'
import { phone } from './field-types/phone.ts'
import { point } from './field-types/point.ts'
import { recurrence } from './field-types/recurrence.ts'
import { reference } from './field-types/reference.ts'
import { richText } from './field-types/rich-text.ts'
import { siret } from './field-types/siret.ts'
import { term } from './field-types/term.ts'
import { territory } from './field-types/territory.ts'
import { text } from './field-types/text.ts'
import { url } from './field-types/url.ts'

/** The field type of that id. */
export function fieldType(id: FieldTypeId): FieldType {
  return TYPES[id]
}

const TYPES: Readonly<Record<FieldTypeId, FieldType>> = {
  text,
  'long-text': longText,
  'rich-text': richText,
  integer,
  decimal,
  boolean,
  money,
  date,
  'partial-date': partialDate,
  datetime,
  period,
  recurrence,
  'opening-hours': openingHours,
  choice,
  term,
  territory,
  address,
  point,
  phone,
  email,
  url,
  image,
  file,
  reference,
  siret,
  language,
  consent,
  original,
}
