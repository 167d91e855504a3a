import { readFile } from 'node:fs/promises'
import { type Call, refusal } from './command.ts'
import { readStandardInput } from './terminal.ts'

/** The bytes of a file, or of standard input for `-` or nothing; a file that cannot be read is a problem. */
export async function readInput(path: string | undefined): Promise<Uint8Array> {
  if (path === undefined || path === '-') return readStandardInput()
  try {
    return await readFile(path)
  } catch (error) {
    const reason: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    throw refusal([{ code: 'unreadable-file', params: { file: path, reason: String(reason ?? error) } }])
  }
}

/** The JSON of a file or of standard input. */
export async function readJsonInput(path: string | undefined, { words }: Pick<Call, 'words'>): Promise<unknown> {
  const text = Buffer.from(await readInput(path)).toString('utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    const file = path ?? words('cli.standard-input')
    const message = error instanceof Error ? error.message : String(error)
    throw refusal([{ code: 'not-json', params: { file, message } }])
  }
}
