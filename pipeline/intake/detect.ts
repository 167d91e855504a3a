import { fail, type Problem, type Result } from '../model/problem.ts'
import { type Bytes, byteSource, wholeBytes } from './byte-source.ts'
import { readCsv } from './csv.ts'
import { readFeed } from './feed.ts'
import { htmlInsteadOfFeed } from './html-page.ts'
import { isCalendar, readIcal } from './ical.ts'
import { isCalendarFile, unfoldedBytes } from './ical-bytes.ts'
import { atOnce } from './in-turn.ts'
import { readJsonFeed } from './json-feed.ts'
import { isLheo, readLheo } from './lheo.ts'
import { openText } from './open-text.ts'
import type { Intake, IntakeOptions, IntakeSource, IntakeText } from './reader.ts'
import { localName } from './tags.ts'
import { firstWords, startOf } from './text-source.ts'
import { isVcard, readVcard } from './vcard.ts'
import { startWarnings } from './warnings.ts'
import { wholeProblem } from './whole-limits.ts'
import { readXml } from './xml.ts'
import { rootOf } from './xml-root.ts'

/**
 * Recognises what some bytes are by their content, whatever their name or media type says, and reads them. Refuses the whole
 * file with `empty-file`, `binary-file` { kind }, `html-instead-of-feed` { feed? }, `subscription-list`, `unknown-format` { found },
 * `text-too-large` { max, found }, or what the adapter of the format found wrong with it.
 */
export function readIntake(bytes: Bytes, options: IntakeOptions): Result<Intake> {
  return atOnce(intakeSteps(bytes, options))
}

/** The same step by step: a large file is looked through before its first item. */
export function* intakeSteps(bytes: Bytes, options: IntakeOptions): Generator<void, Result<Intake>> {
  const head = byteSource(bytes).part(0, 20)
  const kind = binaryKind(head)
  if (kind !== undefined) return fail({ code: 'binary-file', params: { kind } })
  const tooLarge = wholeProblem(bytes, 'text')
  const folded = isCalendarFile(head)
  if (folded && tooLarge !== undefined) return fail(tooLarge)
  const opened = openText(folded ? unfoldedBytes(wholeBytes(bytes)) : bytes, options.mediaType)
  if (!opened.ok) return opened
  const { text, warnings: known } = opened.value
  const source = { text, options, warnings: startWarnings(known) }
  const start = firstWords(text, 200)
  if (start === '') return fail({ code: 'empty-file' })
  const whole = (read: (source: IntakeText) => Result<Intake>): Result<Intake> =>
    tooLarge === undefined ? read({ ...source, text: text.whole() }) : fail(tooLarge)
  if (start.startsWith('<')) return yield* readMarkup(source, whole)
  if (isCalendar(start)) return whole(readIcal)
  if (isVcard(start)) return whole(readVcard)
  if (JSON_START.test(start)) return whole(readJson)
  return readCsv(source)
}

const JSON_START = /^(?:\{\s*(?:"|\}|$)|\[\s*(?:[{"[\]]|$))/
const HTML_ROOTS = new Set([
  'html',
  'head',
  'body',
  'meta',
  'script',
  'style',
  'div',
  'p',
  'h1',
  'center',
  'table',
  'br',
  'b',
  'font',
  'title',
  'link',
  'section',
  'main',
  'noscript',
  'frameset',
])
const FEED_ROOTS = new Set(['rss', 'rdf', 'feed'])

function* readMarkup(
  source: IntakeSource,
  whole: (read: (source: IntakeText) => Result<Intake>) => Result<Intake>,
): Generator<void, Result<Intake>> {
  const start = startOf(source.text, HEAD)
  const root = rootOf(start)
  if (root === undefined) return fail({ code: 'not-well-formed', line: 1, params: { line: 1, column: 1 } })
  const name = localName(root.name)
  const page = root.doctype === 'html' || HTML_ROOTS.has(name)
  // What a server grumbles before its feed (`<br /><b>Notice</b>…`) is no page.
  if (page && root.doctype === undefined && NOTICED_FEED.test(start)) return whole(readFeed)
  if (page) return htmlInsteadOfFeed({ ...source, text: start })
  if (FEED_ROOTS.has(name)) return whole(readFeed)
  if (isLheo(root)) return yield* readLheo(source, root)
  if (name === 'opml') return fail({ code: 'subscription-list' })
  return name === 'entries' ? yield* readXml(source, root) : fail(unknownFormat(root.name))
}

const NOTICED_FEED =
  /^\s*<(?!html|head|body)[\s\S]{0,20000}?<(?:rss|rdf:RDF|feed)\s[^<>]{0,2000}(?:version|xmlns)[\s\S]{0,20000}?<(?:channel|item|entry)[\s>]/
// A root is looked for within it: before it stand a declaration, and comments.
const HEAD = 1_000_000

function readJson(source: IntakeText): Result<Intake> {
  return /jsonfeed\.org\/version/.test(source.text) ? readJsonFeed(source) : fail(unknownFormat('json'))
}

function unknownFormat(found: string): Problem {
  return { code: 'unknown-format', params: { found: found.slice(0, 80) } }
}

/** What people most often send in place of a CSV. */
function binaryKind(bytes: Uint8Array): string | undefined {
  const signature = String.fromCharCode(...bytes.subarray(0, 5))
  if (signature.startsWith('PK\u0003\u0004')) return 'spreadsheet'
  if (signature.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'spreadsheet'
  return signature === '%PDF-' ? 'pdf' : undefined
}
