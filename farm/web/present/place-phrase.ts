import type { Language } from '../../../pipeline/model/local-text.ts'
import type { Territory } from '../../../pipeline/model/territory.ts'
import articles from './french-articles.json' with { type: 'json' }

/** A territory in a sentence: `dans la Nièvre`, `en Bretagne`, `à Nevers`, `au Mans`, `in Nièvre`. */
export function inPlace(place: Territory, language: Language): string {
  if (language !== 'fr') return `in ${place.name}`
  if (place.level === 'commune') return contracted('à', place.name)
  if (place.level === 'country') return `en ${place.name}`
  const article = articleOf(place)
  if (article === 'à') return `à ${place.name}`
  return place.level === 'region' && article === '' ? `en ${place.name}` : `dans ${placeName(place, language)}`
}

/** A territory after `of`: `de la Nièvre`, `du Cher`, `d’Auxerre`, `of Nièvre`. */
export function ofPlace(place: Territory, language: Language): string {
  return language === 'fr' ? ofName(placeName(place, language)) : `of ${place.name}`
}

/** A name after `de`, elided or contracted as French wants it. */
export function ofName(name: string): string {
  if (/^[AEIOUYÀÂÉÈÊÎÔŒaeiouyàâéèêîôœ]/.test(name)) return `d’${name}`
  return contracted('de', name)
}

/** A territory by its name, with its article where it has one: `la Nièvre`, `l’Yonne`. */
export function placeName(place: Territory, language: Language): string {
  const article = language === 'fr' ? articleOf(place) : ''
  if (article === '' || article === 'à') return place.name
  return article.endsWith('’') ? `${article}${place.name}` : `${article} ${place.name}`
}

function articleOf({ level, code, name }: Territory): string {
  if (level === 'epci' && /^(?:C[ACU]|Métropole|Communauté) /.test(name)) return 'la'
  if (level !== 'departement' && level !== 'region') return ''
  const found = Object.entries(articles[level]).find(([, codes]) => codes.split(' ').includes(code))
  return found?.[0] ?? (level === 'departement' ? 'la' : '')
}

function contracted(preposition: 'à' | 'de', name: string): string {
  const [, article = '', rest = ''] = /^(le|les) (.+)$/i.exec(name) ?? []
  const short = CONTRACTED[`${preposition} ${article.toLowerCase()}`]
  return short ? `${short} ${rest}` : `${preposition} ${name}`
}

const CONTRACTED: Readonly<Record<string, string>> = { 'à le': 'au', 'à les': 'aux', 'de le': 'du', 'de les': 'des' }
