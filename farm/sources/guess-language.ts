/** The language a text is written in, by its script or its small words; null where that is not plain. */
export function guessLanguage(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  for (const [language, script] of SCRIPTS) {
    if (letters >= ENOUGH && (text.match(script)?.length ?? 0) > letters / 2) return language
  }
  const found = new Map<string, number>()
  for (const word of text.toLowerCase().split(/[^\p{L}]+/u)) {
    const language = LANGUAGE_OF.get(word)
    if (language !== undefined) found.set(language, (found.get(language) ?? 0) + 1)
  }
  const [[language, count] = [null, 0], [, second] = [null, 0]] = [...found].sort((a, b) => b[1] - a[1])
  return count >= ENOUGH && count >= 3 * second ? language : null
}

const ENOUGH = 12

const SCRIPTS = [
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['el', /\p{Script=Greek}/gu],
] as const

// Words that no neighbour among them shares.
const SMALL_WORDS = {
  fr: 'les des une du au aux est dans pour avec sur qui ce cette nous vous leur ont sont',
  en: 'the of and to is for with that are this from have you your was were will',
  de: 'der die das und ist mit von den für nicht auf ein eine werden sich',
  es: 'los las del por el y con una para como más pero sus fue',
  it: 'gli il della di che per con sono alla nel più dei delle è',
  pt: 'os uma não com para mais pelo pela dos das são ao',
  nl: 'het een van voor met niet zijn op ook maar wordt naar',
} as const

const LANGUAGE_OF = new Map(
  Object.entries(SMALL_WORDS).flatMap(([language, words]) => words.split(' ').map((word) => [word, language] as const)),
)
