/** What a link of SPIP leads to inside its site: `art12`, `rubrique 3`, `br4`, a bare number for an article. */
export interface SpipTarget {
  readonly kind: 'article' | 'breve' | 'rubrique' | 'document' | 'auteur' | 'mot' | 'site'
  readonly id: number
}

/** What links and models are turned into. */
export interface LinkReader {
  /** Address and title of something of the old site; undefined when it did not come along. */
  target(target: SpipTarget): { readonly href: string; readonly title: string } | undefined
  /** Tells that the text shows a document of the old site. */
  shows(document: number): void
}

/** The links `[texte->adresse]` of a text as HTML; those that lead nowhere leave their words. Reads each character a fixed number of times. */
export function withLinks(text: string, reader: LinkReader): string {
  const opened: number[] = []
  const pieces: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (sign === '[') opened.push(at)
    else if (sign === ']') opened.pop()
    else if (sign === '\n' && text[at + 1] === '\n') opened.length = 0
    else if (sign === '-' && text[at + 1] === '>') {
      const start = opened.pop()
      if (start === undefined || start < from) continue
      const length = text.slice(at, at + LONGEST).indexOf(']')
      if (length === -1) continue
      const end = at + length
      pieces.push(text.slice(from, start), linkOf(text.slice(start + 1, at), text.slice(at + 2, end), reader))
      from = end + 1
      at = end
      opened.length = 0
    }
  }
  return [...pieces, text.slice(from)]
    .join('')
    .replace(/\[\?([^\][\n|#]{1,200})(?:[|#][^\][\n]{0,200})?\]/g, '$1')
    .replace(/\[[^\]\n[]{0,60}<-\]/g, '')
}

/** What an address of SPIP's own means; undefined for any other. */
export function targetOf(address: string): SpipTarget | undefined {
  const [, name = '', figures = ''] = INTERNAL.exec(address.trim()) ?? []
  const id = Number(figures)
  const kind = KINDS.find(([names]) => names.test(name))?.[1]
  return figures === '' || kind === undefined || !Number.isSafeInteger(id) ? undefined : { kind, id }
}

/** A text as HTML shows it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

const LONGEST = 2000
const INTERNAL = /^([a-zé]*)[ ._-]?(\d{1,9})(?:[?#].*)?$/i
const KINDS: readonly (readonly [RegExp, SpipTarget['kind']])[] = [
  [/^(?:|art|article)$/i, 'article'],
  [/^(?:br|breve|brève)$/i, 'breve'],
  [/^(?:rub|rubrique)$/i, 'rubrique'],
  [/^(?:doc|document|im|img|image|emb)$/i, 'document'],
  [/^(?:aut|auteur)$/i, 'auteur'],
  [/^mot$/i, 'mot'],
  [/^site$/i, 'site'],
]
const MAIL = /^(?:mailto:)?[^\s@:/]{1,100}@[^\s@:/]{1,200}$/i

function linkOf(words: string, address: string, reader: LinkReader): string {
  // `[texte|bulle{langue}->adresse]`: what shows under the pointer has no place here.
  const shown =
    words
      .split('|')[0]
      ?.replace(/\{[a-z]{2}(?:-[a-z]{2})?\}$/i, '')
      .trim() ?? ''
  const written = address.trim()
  const inside = targetOf(written)
  if (inside !== undefined) {
    if (inside.kind === 'document') reader.shows(inside.id)
    const found = reader.target(inside)
    return found === undefined ? shown : anchor(found.href, shown || escaped(found.title))
  }
  if (MAIL.test(written)) return anchor(`mailto:${written.replace(/^mailto:/i, '')}`, shown || escaped(written))
  if (/^(?:https?:\/\/|tel:)\S+$/i.test(written))
    return anchor(written, shown || escaped(written.replace(/^https?:\/\//i, '')))
  if (/^www\.\S+$/i.test(written)) return anchor(`https://${written}`, shown || escaped(written))
  return shown
}

function anchor(href: string, words: string): string {
  return `<a href="${escaped(href)}">${words}</a>`
}
