import { fold } from '../../pipeline/model/fold.ts'

/** Comparable form of a place name: folded, abbreviations written out, CEDEX gone, a trailing article put back in front. */
export function placeForm(written: string): string {
  let text = written
  if (text.includes('(')) text = text.replace(TRAILING_ARTICLE, '$2 $1')
  if (text.includes('/')) text = text.replace(SLASHED_SUR, '$1 sur ')
  let form = fold(text)
  if (form.includes(' cedex')) form = form.replace(CEDEX, '').trim()
  return form.includes('st') ? form.replace(SAINT, 'saint$1') : form
}

/**
 * Looser forms a name is also looked up by: without its article or its bracket ("Réunion", "Château-Chinon"), an EPCI
 * without its kind, "Lyon 3" for its third arrondissement.
 */
export function looseForms(name: string, form: string = placeForm(name)): readonly string[] {
  if (!LOOSE.test(form) && !name.includes('(')) return NONE
  const loose = [placeForm(name.replace(BRACKET, '')), form.replace(ARTICLE, ''), withoutEpciKind(form)]
  const [, city, number] = MUNICIPAL.exec(form) ?? []
  if (city !== undefined && number !== undefined) {
    for (const ending of ['', 'e', 'eme', 'er']) loose.push(`${city} ${number}${ending}`)
    loose.push(`${city} ${number.padStart(2, '0')}`)
  }
  return [...new Set(loose)].filter((other) => other !== form && other !== '')
}

/** Comparable form of an EPCI's name without its kind: "sud nivernais" for "cc du sud nivernais"; another form as it is. */
export function withoutEpciKind(form: string): string {
  return form.replace(EPCI_KIND, '')
}

/** Département (or overseas collectivity) a postcode is most often of: `58` for 58000, `2A` and `2B` for 20xxx, `971` for 97110. */
export function departementsOfPostcode(postcode: string): readonly string[] {
  if (postcode.startsWith('20')) return ['2A', '2B']
  return [/^9[78]/.test(postcode) ? postcode.slice(0, 3) : postcode.slice(0, 2)]
}

const NONE: readonly string[] = []
const LOOSE = /^(?:l[ae]?s? |c[acu] |metropole |communaute )| arrondissement$/
const TRAILING_ARTICLE = /^(.*\S)\s*\((l['’]|le|la|les)\)\s*$/i
const SLASHED_SUR = /([\s-])s\/\s*/gi
const CEDEX = / cedex(?: \d{1,2})?(?= |$)/
const SAINT = /\bst(e?s?)\b/g
const BRACKET = /\s*\([^)]*\)$/
const ARTICLE = /^(?:la|le|les|l) /
const EPCI_KIND =
  /^(?:cc|ca|cu|metropole|communaute (?:de communes|d agglomeration|urbaine)) (?:(?:de la|de l|des|du|de|d|la|le|les|l) )?(?=\S)/
const MUNICIPAL = /^(.+) (\d{1,2})(?:er?|eme) arrondissement$/
