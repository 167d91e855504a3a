import { request } from 'node:http'

/** An answer of the farm, its body as text. */
export interface Answer {
  readonly status: number
  readonly location: string
  readonly text: string
}

/** Fields of a form; a list stands for a field that comes several times. */
export type Fields = Readonly<Record<string, string | number | readonly string[]>>

/** Someone with a browser: it keeps the cookies of each host, follows nothing, and posts as a form of that host does. */
export interface DeskVisitor {
  get(host: string, path: string): Promise<Answer>
  post(host: string, path: string, fields: Fields, from?: string): Promise<Answer>
  /** Goes by the desk, where it is signed in, into another host, and answers where it was led in the end. */
  enter(host: string, path: string): Promise<Answer>
  /** What the browser would send as cookie to that host. */
  cookie(host: string): string
}

/** Opens a browser on a served farm; hosts are named without their domain: `desk`, `nievre`, or nothing for the directory. */
export function deskVisitor(port: number): DeskVisitor {
  const jars = new Map<string, Map<string, string>>()
  const authority = (host: string) => `${host === '' ? '' : `${host}.`}localhost:${port}`
  const cookie = (host: string) => [...(jars.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')

  async function ask(host: string, path: string, form?: { readonly body: string; readonly from: string }) {
    const headers = {
      host: authority(host),
      cookie: cookie(host),
      ...(form ? { origin: form.from, 'content-type': 'application/x-www-form-urlencoded' } : {}),
    }
    const { answer, cookies } = await send({ port, path, headers, body: form?.body })
    const jar = jars.get(host) ?? new Map<string, string>()
    jars.set(host, jar)
    for (const set of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (/Max-Age=0/.test(set)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  async function enter(host: string, path: string): Promise<Answer> {
    const asked = `/ticket?to=${encodeURIComponent(`http://${authority(host)}${path}`)}`
    const away = await ask('desk', asked)
    const back = await ask(host, within(away.location))
    const again = await ask('desk', within(back.location))
    return ask(host, within(again.location))
  }

  return {
    enter,
    get: (host, path) => ask(host, path),
    post: (host, path, fields, from = `http://${authority(host)}`) => ask(host, path, { body: formBody(fields), from }),
    cookie,
  }
}

function within(location: string): string {
  const { pathname, search } = new URL(location)
  return `${pathname}${search}`
}

function formBody(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]))
  return String(new URLSearchParams(pairs))
}

interface Sent {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

function send({ port, path, headers, body }: Sent): Promise<{ answer: Answer; cookies: readonly string[] }> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8')
        const { location = '' } = response.headers
        resolve({
          answer: { status: response.statusCode ?? 0, location, text },
          cookies: response.headers['set-cookie'] ?? [],
        })
      })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
