import { fail, type Problem, type Result } from '../model/problem.ts'
import { type Bytes, byteSource, wholeBytes } from './byte-source.ts'
import { readCsv } from './csv.ts'
import { readFeed } from './feed.ts'
import { htmlInsteadOfFeed } from './html-page.ts'
import { isCalendar, readIcal } from './ical.ts'
import { isCalendarFile, unfoldedBytes } from './ical-bytes.ts'
import { readJsonFeed } from './json-feed.ts'
import { isLheo, readLheo } from './lheo.ts'
import { openText } from './open-text.ts'
import type { Intake, IntakeOptions, IntakeText } from './reader.ts'
import { localName } from './tags.ts'
import { firstWords } from './text-source.ts'
import { isVcard, readVcard } from './vcard.ts'
import { startWarnings } from './warnings.ts'
import { readXml } from './xml.ts'
import { rootOf } from './xml-root.ts'

/**
 * Recognises what some bytes are by their content, whatever their name or media type says, and reads them. Refuses the whole
 * file with `empty-file`, `binary-file` { kind }, `html-instead-of-feed` { feed? }, `subscription-list`, `unknown-format` { found }, or
 * what the adapter of the format found wrong with it.
 */
export function readIntake(bytes: Bytes, options: IntakeOptions): Result<Intake> {
  const head = byteSource(bytes).part(0, 20)
  const kind = binaryKind(head)
  if (kind !== undefined) return fail({ code: 'binary-file', params: { kind } })
  const opened = openText(isCalendarFile(head) ? unfoldedBytes(wholeBytes(bytes)) : bytes, options.mediaType)
  if (!opened.ok) return opened
  const { text, warnings: known } = opened.value
  const about = { options, warnings: startWarnings(known) }
  const start = firstWords(text, 200)
  if (start === '') return fail({ code: 'empty-file' })
  if (start.startsWith('<')) return readMarkup({ text: text.whole(), ...about })
  if (isCalendar(start)) return readIcal({ text: text.whole(), ...about })
  if (isVcard(start)) return readVcard({ text: text.whole(), ...about })
  if (JSON_START.test(start)) return readJson({ text: text.whole(), ...about })
  // Of all formats the only one that comes with hundreds of thousands of items: it is never read as a whole.
  return readCsv({ text, ...about })
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
])
const FEED_ROOTS = new Set(['rss', 'rdf', 'feed'])

function readMarkup(source: IntakeText): Result<Intake> {
  const root = rootOf(source.text)
  if (root === undefined) return fail({ code: 'not-well-formed', line: 1, params: { line: 1, column: 1 } })
  const name = localName(root.name)
  if (root.doctype === 'html' || HTML_ROOTS.has(name)) return htmlInsteadOfFeed(source)
  if (FEED_ROOTS.has(name)) return readFeed(source)
  if (isLheo(root)) return readLheo(source, root)
  if (name === 'opml') return fail({ code: 'subscription-list' })
  return name === 'entries' ? readXml(source, root) : fail(unknownFormat(root.name))
}

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
