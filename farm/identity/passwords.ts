import { hash, verify } from '@node-rs/argon2'
import { fold } from '../../pipeline/model/fold.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

/** Fewest characters of a password. */
export const SHORTEST_PASSWORD = 10
const LONGEST_PASSWORD = 256

/** What is wrong with a new password: `password-too-short`, `password-too-long`, `password-too-common`, or made of the person's own `names`. */
export function checkPassword(password: string, names: readonly string[] = []): Problem[] {
  const length = [...password].length
  const problem = (code: string, params: Problem['params'] = {}) => [{ code, field: 'password', params }]
  if (length < SHORTEST_PASSWORD) return problem('password-too-short', { min: SHORTEST_PASSWORD })
  if (length > LONGEST_PASSWORD) return problem('password-too-long', { max: LONGEST_PASSWORD })
  if (isCommon(password)) return problem('password-too-common')
  return isNamed(password, names) ? problem('password-like-name') : []
}

function isCommon(password: string): boolean {
  const letters = fold(password).replaceAll(' ', '')
  const base = letters.replace(/^\d+|\d+$/g, '')
  return new Set(letters).size < 4 || COMMON_PASSWORDS.has(letters) || COMMON_PASSWORDS.has(base)
}

function isNamed(password: string, names: readonly string[]): boolean {
  const base = fold(password).replace(/[ \d]/g, '')
  const own = names.flatMap((name) => [fold(name).replace(/[ \d]/g, ''), ...fold(name).split(' ')])
  return own.includes(base)
}

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane; some 30 ms, off the event loop.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The argon2id hash (PHC string) of a password. */
export async function hashPassword(password: string): Promise<string> {
  return hash(normal(password), COST)
}

let nobodys: Promise<string> | undefined

/** Whether it is the password of that hash; without a hash it takes as long, and answers no. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword('nobody has this password')
  const same = await verify(passwordHash ?? (await nobodys), normal(password))
  return same && passwordHash !== null
}

// The same accents typed on two keyboards may come in two forms.
function normal(password: string): string {
  return password.normalize('NFKC').slice(0, 4 * LONGEST_PASSWORD)
}
