import type { Words } from '../web/words/words.ts'
import { CommandFailure } from './command.ts'

/** What ended a command from outside, as a sentence about the database; undefined for a bug, which deserves its stack. */
export function outsideTrouble(words: Words, error: unknown): CommandFailure | undefined {
  const cause = deepest(error)
  const code = codeOf(cause)
  if (code === undefined || !OUTSIDE.test(code)) return undefined
  const reason = (cause instanceof Error && cause.message) || code
  const said = words('cli.doctor.database.fail', { reason })
  return new CommandFailure(`${words('cli.doctor.name.database')}${words('cli.colon')}${said}`)
}

/** Notices when whoever reads what a command writes leaves, as `head` does: that is no failure, of the command or of anything it uses. */
export function watchForLeaving(): { readonly left: boolean } {
  const noticed = { left: false }
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error
    noticed.left = true
  })
  return noticed
}

// Of the network, of the disk, of SQLite, and the five signs of PostgreSQL.
const OUTSIDE =
  /^(?:ECONN\w+|ENOTFOUND|EAI_\w+|ETIMEDOUT|EHOST\w+|ENETUNREACH|EACCES|EPERM|EROFS|ENOSPC|SQLITE_\w+|[0-9A-Z]{5})$/

function deepest(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? deepest(error.cause) : error
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : undefined
}
