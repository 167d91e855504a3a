import catalogue from './catalogue.json' with { type: 'json' }

/** Why the front answers by itself. */
export type PlainCode = keyof (typeof catalogue)['fr']

/** A small page of the front's own. */
export interface PlainPage {
  readonly code: PlainCode
  /** The client's `accept-language`; French unless English comes first. */
  readonly languages?: string | undefined
  /** Values quoted in the sentence. */
  readonly params?: Readonly<Record<string, string | number>>
}

/** Headers every plain page has, flat. */
export const PLAIN_PAGE_HEADERS = [
  'content-type',
  'text/html; charset=utf-8',
  'cache-control',
  'private, no-store',
] as const

/** Writes the page: title and sentence, nothing that needs another request. */
export function writePlainPage({ code, languages, params = {} }: PlainPage): Buffer {
  const language = /^\s*en\b/i.test(languages ?? '') ? 'en' : 'fr'
  const [title = '', sentence = ''] = catalogue[language][code]
  const filled = sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
  return Buffer.from(
    `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<main>
<h1>${escapeText(title)}</h1>
<p>${escapeText(filled)}</p>
</main>
</html>
`,
  )
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
