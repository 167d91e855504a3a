import { TooLarge, upTo } from './body-length.ts'

// As long as an address may be: nobody who is not known yet has more to say.
const MOST_BYTES = 8 * 1024

/** The form a stranger sends, as a browser does by itself; undefined for one that is too long, or sent as anything else. */
export async function smallForm({ body, headers }: Request): Promise<URLSearchParams | undefined> {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return undefined
  try {
    return new URLSearchParams(Buffer.concat(await Array.fromAsync(upTo(MOST_BYTES, body))).toString('utf8'))
  } catch (error) {
    if (error instanceof TooLarge) return undefined
    throw error
  }
}
