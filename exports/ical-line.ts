const LONGEST = 75

/** A content line as calendars and cards carry it: at most 75 octets, going on after CRLF and a space, never within a character (RFC 5545 §3.1, RFC 6350 §3.2). */
export function icalLine(line: string): string {
  const clean = line.replace(CONTROLS, '')
  if (Buffer.byteLength(clean) <= LONGEST) return `${clean}\r\n`
  const pieces: string[] = []
  let piece = ''
  let room = LONGEST
  for (const character of clean) {
    const size = Buffer.byteLength(character)
    if (size > room && piece !== '') {
      pieces.push(piece)
      piece = ''
      // The space that begins it counts.
      room = LONGEST - 1
    }
    piece += character
    room -= size
  }
  return `${[...pieces, piece].join('\r\n ')}\r\n`
}

/** A text value: backslash, semicolon, comma and line ends escaped, whatever cannot be carried left out. */
export function icalText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(CONTROLS, '')
}

/** The value of a parameter, which may hold no quote and no control (RFC 6868 carries the rest). */
export function icalParameter(text: string): string {
  return `"${text.toWellFormed().replace(CONTROLS, ' ').replace(/\^/g, '^^').replace(/"/g, "^'")}"`
}

/** An instant in UTC as calendars and cards write it. */
export function utcStamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no line may hold, its own end included.
const CONTROLS = /[\u0000-\u0008\u000A-\u001F\u007F]/g
