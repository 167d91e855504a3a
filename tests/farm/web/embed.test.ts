import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { ask } from '../server/raw-http.ts'
import { servedDesk } from './served-desk.ts'

describe('A list of a public site', () => {
  const desk = servedDesk()
  const get = async (site: string, path: string, method = 'GET') => {
    const { body, ...answer } = await ask(desk().port, path, { method, host: `${site}.localhost:${desk().port}` })
    return { ...answer, body: body.toString('utf8') }
  }

  it('goes into a frame of any page, without script or cookie; nothing else of the policy changes', async () => {
    const frame = await get('nievre', '/embed/agenda?most=3')
    const page = await get('nievre', '/agenda')
    expect(frame.status).toBe(200)
    const policy = String(frame.headers['content-security-policy'])
    expect(policy).toBe(
      String(page.headers['content-security-policy']).replace("frame-ancestors 'none'", 'frame-ancestors *'),
    )
    expect(policy).toContain('frame-ancestors *')
    expect(frame.headers['set-cookie']).toBeUndefined()
    expect(frame.body).not.toContain('<script')
    expect(frame.body).toContain('<base target="_top"')
    expect(frame.headers['farm-framing']).toBeUndefined()
    expect(frame.body).toContain('class="portal light"')
    const either = await get('nievre', '/embed/agenda?mode=auto')
    expect(either.body).toContain('class="portal"')
    expect(either.body).not.toContain('mode=auto')
  })

  it('goes into pages of others by a script of less than three kilobytes, which they may fetch', async () => {
    const script = await get('nievre', '/embed.js')
    expect([script.status, script.headers['access-control-allow-origin']]).toEqual([200, '*'])
    expect(Buffer.byteLength(script.body)).toBeLessThan(3000)
    const list = await get('nievre', '/embed/agenda/list.json?most=2')
    expect(list.headers['access-control-allow-origin']).toBe('*')
    expect(JSON.parse(list.body).items).toHaveLength(2)
  })

  it('comes in the language its address asks for, by the script as in the frame', async () => {
    const page = await get('nievre', '/en/integrer/agenda')
    expect(page.body).toMatch(/terroir-list src=(?:"|&#34;|&quot;)http:\/\/nievre\.localhost:\d+\/en\/agenda/)
    const asked: string[] = []
    const script = await get('nievre', '/embed.js')
    for (const path of ['/agenda?theme=employment', '/en/agenda', '/english-lessons'])
      await runScript(script.body, `http://nievre.localhost${path}`, asked)
    expect(asked).toEqual([
      '/embed/agenda/list.json?theme=employment&most=10',
      '/en/embed/agenda/list.json?most=10',
      '/embed/english-lessons/list.json?most=10',
    ])
    expect(JSON.parse((await get('nievre', asked[1] ?? '')).body).language).toBe('en')
  })

  it('has a page that gives both to copy, and shows the frame', async () => {
    const page = await get('nievre', '/integrer/agenda?theme=employment')
    expect(String(page.headers['content-security-policy'])).toContain("frame-ancestors 'none'")
    expect(page.body).toContain('/embed/agenda?theme=employment')
    expect((await get('nievre', '/agenda')).body).toContain('/integrer/agenda')
  })

  it('never does of a private site', async () => {
    for (const path of ['/embed/candidats', '/embed.js', '/integrer/candidats'])
      expect((await get('cvtheque', path)).status, path).not.toBe(200)
  })

  it('is told by the API of the desk’s host, to programs in their own words whatever goes wrong', async () => {
    expect((await get('desk', '/api/v1')).status).toBe(200)
    const sites = await get('desk', '/api/v1/sites')
    expect([sites.status, sites.headers['access-control-allow-origin']]).toEqual([200, '*'])
    const options = await get('desk', '/api/v1/sites', 'OPTIONS')
    expect(options.headers.allow).toBe('GET, HEAD, OPTIONS')
    const unsigned = await get('desk', '/api/v1/entries', 'POST')
    expect([unsigned.status, unsigned.headers['content-type']]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ])
    const long = await get('desk', `/api/v1/sites?q=${'x'.repeat(9000)}`)
    expect([long.status, String(long.headers['content-type'])]).toEqual([
      414,
      'application/problem+json; charset=utf-8',
    ])
  })
})

/** Lets the script fill one list of a page, and notes what it fetches. */
async function runScript(text: string, src: string, asked: string[]): Promise<void> {
  class Element {
    getAttribute(name: string): string | null {
      return name === 'src' ? src : null
    }
  }
  const made: (new () => { connectedCallback(): Promise<void> })[] = []
  const customElements = {
    get: () => undefined,
    define: (_: string, one: new () => { connectedCallback(): Promise<void> }) => made.push(one),
  }
  const fetch = async (address: URL) => {
    asked.push(`${address.pathname}${address.search}`)
    return { ok: false }
  }
  runInNewContext(text, { HTMLElement: Element, customElements, document: { baseURI: src }, URL, fetch })
  const [Made] = made
  if (Made) await new Made().connectedCallback()
}
