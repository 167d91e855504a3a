import { inLanguage, type Language } from '../../../pipeline/model/local-text.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'

/** What a field a problem names is called, or the whole of a part; the name itself where the service type has none such. */
export function fieldName(serviceType: ServiceType | undefined, name: string | undefined, language: Language): string {
  const field = serviceType?.fields.find((one) => one.name === name?.split('.')[0])
  return field ? inLanguage(field.label, language) : (name ?? '')
}
