import { filledLines } from './filled-lines.ts'

/** One property of a calendar or a card: its name in capitals, its parameters by name in capitals, its value as written. */
export interface ContentLine {
  readonly name: string
  readonly params: Readonly<Record<string, string>>
  readonly value: string
}

/** A component of a calendar with its own properties; those of components within it (alarms) are left out. */
export interface CalendarBlock {
  /** `VEVENT`, `VTIMEZONE`; empty for the properties of the calendar itself. */
  readonly kind: string
  readonly lines: readonly string[]
  /** Its end was never written: the file is cut. */
  readonly cut: boolean
}

/**
 * The events and time zones of a text in order, each with its unfolded lines, and a block of kind `''` for what a calendar says of
 * itself. A line that is no property continues the one before: programs forget to escape their line breaks.
 */
export function* calendarBlocks(text: string): Generator<CalendarBlock> {
  let [kind, depth] = ['', 0]
  let lines: string[] = []
  for (const line of filledLines(text.replace(FOLD, ''))) {
    const [, mark = '', name = ''] = MARK.exec(line) ?? []
    const opens = mark.toUpperCase() === 'BEGIN'
    const component = name.toUpperCase()
    if (mark === '' || component === 'VCALENDAR') {
      if (mark === '') keep(lines, line, kind === '' || kind === 'VTIMEZONE' || depth === 1)
    } else if (kind === '') {
      if (!opens || !KINDS.has(component)) continue
      if (lines.length > 0) yield { kind: '', lines, cut: false }
      ;[kind, depth, lines] = [component, 1, []]
    } else if (opens && component === 'VEVENT') {
      yield { kind, lines, cut: true }
      ;[kind, depth, lines] = [component, 1, []]
    } else {
      depth += opens ? 1 : -1
      if (kind === 'VTIMEZONE' && depth > 0) lines.push(line)
      if (depth > 0) continue
      yield { kind, lines, cut: false }
      ;[kind, depth, lines] = ['', 0, []]
    }
  }
  if (lines.length > 0) yield { kind, lines, cut: kind !== '' }
}

/** Reads one property; undefined when it is none. */
export function contentLine(line: string): ContentLine | undefined {
  const name = NAME.exec(line)?.[1]
  if (name === undefined) return undefined
  const params: Record<string, string> = {}
  let at = name.length
  while (line[at] === ';') {
    PARAM.lastIndex = at
    const [found, key = '', quoted, plain = ''] = PARAM.exec(line) ?? []
    if (found === undefined) return undefined
    params[key.toUpperCase()] = quoted ?? plain
    at += found.length
  }
  return line[at] === ':' ? { name: name.toUpperCase(), params, value: line.slice(at + 1) } : undefined
}

/** The text of a value: `\n`, `\,`, `\;` and `\\` read as what they stand for (RFC 5545 §3.3.11). */
export function textOfValue(value: string): string {
  return value.includes('\\')
    ? value.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign))
    : value
}

/** The values of a list, cut at the commas that are not escaped. */
export function valuesOf(value: string): readonly string[] {
  return (value.match(/(?:\\.|[^,\\])+/g) ?? []).map(textOfValue)
}

const FOLD = /(?:\r\n?|\n)[ \t]/g
const MARK = /^(BEGIN|END)[ \t]{0,9}:[ \t]{0,9}([A-Za-z0-9-]{1,99})[ \t]{0,9}$/i
const KINDS = new Set(['VEVENT', 'VTIMEZONE', 'VTODO', 'VJOURNAL', 'VFREEBUSY'])
const NAME = /^([A-Za-z][A-Za-z0-9-]{0,99})[;:]/
const PARAM = /;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^;:"]*))(?:,(?:"[^"]*"|[^;:"]*))*/y
const LONGEST = 200_000

function keep(lines: string[], line: string, own: boolean): void {
  if (!own) return
  if (NAME.test(line)) return void lines.push(line.slice(0, LONGEST))
  const last = lines.pop()
  if (last !== undefined) lines.push(last.length + line.length > LONGEST ? last : `${last}\\n${line}`)
}
