import { createInterface } from 'node:readline/promises'
import type { Language } from '../../pipeline/model/local-text.ts'
import type { Output } from './command.ts'

/** The language of the terminal, by the usual variables; French unless they say English. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const said = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^en\b|^en_/i.test(said) ? 'en' : 'fr'
}

/** Standard output and error as commands use them. */
export function terminal(json: boolean): Output {
  const { stdout, stderr } = process
  let passing = false
  const clear = () => {
    if (passing) stderr.write('\r\x1b[K')
    passing = false
  }
  return {
    json,
    value(value, text) {
      clear()
      const written = json ? `${JSON.stringify(value)}\n` : text === '' ? '' : `${text}\n`
      stdout.write(written)
    },
    say(text) {
      clear()
      stderr.write(`${text}\n`)
    },
    progress(text) {
      if (!stderr.isTTY) return
      stderr.write(`\r\x1b[K${text}`)
      passing = true
    },
  }
}

/** Whether there is a person to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Asks one question on the terminal. */
export async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(question)).trim()
  } finally {
    lines.close()
  }
}

/** Everything standard input holds, as bytes. */
export async function readStandardInput(): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of process.stdin) pieces.push(piece)
  return Buffer.concat(pieces)
}
