import { randomBytes } from 'node:crypto'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type FetchOptions, fetchSource } from '../../../farm/fetching/fetch-source.ts'
import { loopbackOnly, serve, serveSocket } from '../sources/local-server.ts'

const limits = { connect: 1000, idle: 150, total: 500 }

function get(address: string, options: FetchOptions = {}) {
  return fetchSource(address, { allowPrivate: loopbackOnly, limits, ...options })
}

describe('an answer', () => {
  it('comes with its bytes, media type and validators, asked for by a client that says its name', async () => {
    const asked: (string | undefined)[] = []
    const url = await serve((request, response) => {
      asked.push(request.headers['user-agent'], request.headers.accept, request.headers['if-none-match'])
      response.setHeader('content-type', 'application/rss+xml; charset=utf-8')
      response.setHeader('etag', '"a1"')
      response.setHeader('last-modified', 'Sat, 21 Nov 2026 10:00:00 GMT')
      response.end('<rss/>')
    })
    const answer = await get(`${url}/feed#top`)
    expect(answer).toMatchObject({
      kind: 'fetched',
      mediaType: 'application/rss+xml; charset=utf-8',
      etag: '"a1"',
      lastModified: 'Sat, 21 Nov 2026 10:00:00 GMT',
      finalUrl: `${url}/feed`,
    })
    expect(text(answer)).toBe('<rss/>')
    expect(asked[0]).toContain('Terroir')
    expect(asked[1]).toContain('application/rss+xml')
    expect(asked[2]).toBeUndefined()
  })

  it('is not sent again when the validators still hold', async () => {
    const url = await serve((request, response) => {
      const held = request.headers['if-none-match'] === '"a1"' && request.headers['if-modified-since'] === 'yesterday'
      response.writeHead(held ? 304 : 200).end()
    })
    expect(await get(url, { etag: '"a1"', lastModified: 'yesterday' })).toMatchObject({ kind: 'not-modified' })
  })

  it('not modified without our having asked is no answer', async () => {
    const url = await serve((_request, response) => response.writeHead(304).end())
    expect(await get(url)).toMatchObject({ problem: { code: 'http-status', params: { status: 304 } } })
  })

  it.each([
    ['gzip', gzipSync('un été')],
    ['br', brotliCompressSync('un été')],
    ['deflate', deflateSync('un été')],
    ['deflate', deflateRawSync('un été')],
    ['identity', Buffer.from('un été')],
  ])('compressed by %s is read', async (coding, body) => {
    const url = await serve((_request, response) => response.setHeader('content-encoding', coding).end(body))
    expect(text(await get(url))).toBe('un été')
  })

  it('in an unknown or a broken compression fails', async () => {
    const cut = gzipSync(randomBytes(5000)).subarray(0, 2000)
    const url = await serve((request, response) => {
      response.setHeader('content-encoding', request.url === '/cut' ? 'gzip' : 'zip').end(cut)
    })
    expect(await get(url)).toMatchObject({ problem: { code: 'unknown-compression', params: { value: 'zip' } } })
    expect(await get(`${url}/cut`)).toMatchObject({ problem: { code: 'broken-answer' } })
  })
})

describe('redirects', () => {
  it('are followed, and a permanent move is reported as far as it is permanent', async () => {
    const hops: Record<string, [number, string]> = { '/a': [301, '/b'], '/b': [308, '/c'], '/c': [302, '/d'] }
    const url = await serve((request, response) => {
      const [status, location] = hops[request.url ?? ''] ?? [200, '']
      response.writeHead(status, location ? { location } : {}).end('here')
    })
    expect(await get(`${url}/a`)).toMatchObject({ kind: 'fetched', finalUrl: `${url}/d`, movedTo: `${url}/c` })
    expect(await get(`${url}/c`)).not.toHaveProperty('movedTo')
  })

  it('stop after five, and at once when they turn in circles', async () => {
    const url = await serve((request, response) => {
      const step = Number(request.url?.slice(1))
      response.writeHead(302, { location: Number.isNaN(step) ? '/loop' : `/${step + 1}` }).end()
    })
    expect(await get(`${url}/1`)).toMatchObject({ problem: { code: 'too-many-redirects' } })
    expect(await get(`${url}/loop`)).toMatchObject({ problem: { code: 'redirect-loop' } })
  })

  it('never lead to a closed address, another protocol or a password', async () => {
    const targets: Record<string, string> = {
      '/private': 'http://127.0.0.2/admin',
      '/mapped': 'http://[::ffff:7f00:2]/',
      '/metadata': 'http://169.254.169.254/latest/meta-data',
      '/file': 'file:///etc/passwd',
      '/password': 'http://me:secret@example.org/',
    }
    const url = await serve((request, response) => {
      response.writeHead(302, { location: targets[request.url ?? ''] ?? '' }).end()
    })
    const codes = await Promise.all(Object.keys(targets).map(async (path) => codeOf(await get(url + path))))
    expect(codes).toEqual(['private-address', 'private-address', 'private-address', 'not-http', 'unsafe-url'])
  })
})

describe('a closed address', () => {
  it.each([
    ...['http://127.0.0.1:1/', 'http://localhost:1/', 'http://2130706433:1/', 'http://0x7f.1:1/', 'http://[::1]:1/'],
    ...['http://[::ffff:127.0.0.1]:1/', 'https://10.0.0.1/', 'http://0.0.0.0:1/'],
  ])('%s is refused before anything is sent', async (address) => {
    expect(codeOf(await fetchSource(address, { limits }))).toBe('private-address')
  })

  it('is refused even where a server listens, unless it is allowed', async () => {
    let visits = 0
    const url = await serve((_request, response) => {
      visits += 1
      response.end('secret')
    })
    expect(codeOf(await fetchSource(url, { limits }))).toBe('private-address')
    expect(codeOf(await fetchSource(url.replace('127.0.0.1', 'localhost'), { limits }))).toBe('private-address')
    expect(visits).toBe(0)
  })
})

describe('a bad server', () => {
  it('that says nothing is left after the silence allowed', async () => {
    const url = await serveSocket(() => undefined)
    const half = await serve((_request, response) => void response.write('<rss>'))
    for (const silent of [url, half])
      expect(await get(silent)).toMatchObject({ problem: { code: 'timeout', params: { phase: 'idle' } } })
  })

  it('that drips its headers or its body byte by byte is left after the whole time allowed', async () => {
    const url = await serveSocket((socket) => {
      let sent = 0
      const head = 'HTTP/1.1 200 OK\r\nx: '
      const drip = setInterval(() => socket.write(head[sent++] ?? 'x'), 20)
      socket.on('close', () => clearInterval(drip))
    })
    const body = await serve((_request, response) => {
      const drip = setInterval(() => response.write('.'), 50)
      response.on('close', () => clearInterval(drip))
    })
    expect(await get(url)).toMatchObject({ problem: { code: 'timeout', params: { phase: 'total' } } })
    expect(await get(body)).toMatchObject({ problem: { code: 'timeout', params: { phase: 'total' } } })
  })

  it('that never ends its body is cut at the size allowed', async () => {
    let sent = 0
    const url = await serve((_request, response) => {
      const block = Buffer.alloc(64 * 1024, 'x')
      const pour = () => {
        while (!response.destroyed && response.write(block)) sent += block.length
      }
      response.on('drain', pour)
      pour()
    })
    const answer = await get(url, { limits: { total: 10_000, bytes: 1024 * 1024 } })
    expect(answer).toMatchObject({ problem: { code: 'too-large', params: { max: 1024 * 1024 } } })
    expect(sent).toBeLessThan(32 * 1024 * 1024)
  })

  it('that sends more than 20 MB is refused, announced or not', async () => {
    const body = Buffer.alloc(20 * 1024 * 1024 + 1, 'x')
    const url = await serve((request, response) => {
      if (request.url === '/announced') response.setHeader('content-length', body.length)
      response.end(body)
    })
    const patient = { allowPrivate: loopbackOnly }
    expect(codeOf(await fetchSource(url, patient))).toBe('too-large')
    expect(codeOf(await fetchSource(`${url}/announced`, patient))).toBe('too-large')
  })

  it('that sends a compressed bomb fills no memory', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 })
    const url = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb))
    const before = process.memoryUsage.rss()
    expect(codeOf(await fetchSource(url, { allowPrivate: loopbackOnly }))).toBe('too-large')
    expect(process.memoryUsage.rss() - before).toBeLessThan(120 * 1024 * 1024)
  })

  it('that promises more bytes than it sends, or speaks no HTTP, is not believed', async () => {
    const short = await serveSocket((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<rss>'))
    const other = await serveSocket((socket) => socket.end('220 smtp.example.org ESMTP\r\n'))
    expect(codeOf(await get(short))).toBe('broken-answer')
    expect(codeOf(await get(other))).toBe('broken-answer')
  })

  it('that asks to wait is heard, in seconds or by a date', async () => {
    const date = new Date(Date.now() + 600_000).toUTCString()
    const url = await serve((request, response) => {
      if (request.url === '/429') response.writeHead(429, { 'retry-after': '120' })
      else response.writeHead(503, { 'retry-after': date })
      response.end()
    })
    const seconds = await get(`${url}/429`)
    expect(seconds).toMatchObject({
      kind: 'failed',
      problem: { code: 'asked-to-wait', params: { status: 429 } },
      retryAfter: 120_000,
    })
    const dated = await get(`${url}/503`)
    expect(dated.kind === 'failed' && dated.retryAfter).toBeGreaterThan(590_000)
  })

  it.each([
    [401, 'access-refused'],
    [403, 'access-refused'],
    [404, 'page-not-found'],
    [410, 'gone'],
    [418, 'http-status'],
    [500, 'server-trouble'],
    [503, 'server-trouble'],
  ])('that answers %i is told so that one knows what to do: %s', async (status, code) => {
    const url = await serve((_request, response) => response.writeHead(status).end())
    expect(codeOf(await get(url))).toBe(code)
  })

  it('that refuses, or does not exist, is told apart', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end())
    expect(await get(url)).toMatchObject({ problem: { code: 'page-not-found', params: { status: 404 } } })
    expect(codeOf(await get('http://127.0.0.1:1/'))).toBe('refused')
    expect(codeOf(await get('http://nowhere.invalid/', { limits: {} }))).toBe('dns')
    expect(codeOf(await get(url.replace('http:', 'https:')))).toBe('tls-absent')
    expect(codeOf(await get('feed'))).toBe('not-a-url')
    expect(codeOf(await get('ftp://example.org/feed'))).toBe('not-http')
  })
})

describe('whoever fetches', () => {
  it('may stop at any time', async () => {
    const url = await serveSocket(() => undefined)
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30)
    expect(codeOf(await get(url, { signal: stop.signal }))).toBe('interrupted')
  })
})

function codeOf(answer: Awaited<ReturnType<typeof fetchSource>>): string {
  return answer.kind === 'failed' ? answer.problem.code : answer.kind
}

function text(answer: Awaited<ReturnType<typeof fetchSource>>): string {
  return answer.kind === 'fetched' ? Buffer.from(answer.bytes).toString() : answer.kind
}
