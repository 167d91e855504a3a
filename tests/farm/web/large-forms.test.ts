import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { DeskVisitor } from './desk-visitor.ts'
import { servedDesk } from './served-desk.ts'

const MEGABYTES = 14
const BOUNDARY = '----terroir'

interface Sending {
  readonly port: number
  readonly path: string
  readonly cookie: string
  readonly fields: Readonly<Record<string, string>>
  readonly name: string
  readonly piece: Buffer
}

// The file goes piece by piece, as a browser sends it.
function send({ port, path, cookie, fields, name, piece }: Sending): Promise<{ status: number; location: string }> {
  const head = Object.entries(fields)
    .map(([key, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`)
    .join('')
  const file = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
  const headers = {
    ...{ host: `desk.localhost:${port}`, origin: `http://desk.localhost:${port}`, cookie },
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  }
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '' }))
    })
    asked.on('error', reject)
    asked.write(head + file)
    for (let sent = 0; sent < MEGABYTES * 1024 * 1024; sent += piece.byteLength) asked.write(piece)
    asked.end(`\r\n--${BOUNDARY}--\r\n`)
  })
}

describe('A file larger than a form', { timeout: 120_000 }, () => {
  const desk = servedDesk()
  const about = (who: DeskVisitor) => ({ port: desk().port, cookie: who.cookie('desk') })

  it('is looked at to make a mapping of it', async () => {
    const nadia = await desk().become('nadia.belkacem')
    const piece = Buffer.from('Forum des métiers;12/03/2027 09:00;58000 Nevers\n'.repeat(2_000))
    const fields = { kind: 'event', do: 'look' }
    const sent = await send({ ...about(nadia), path: '/mappings/new', fields, name: 'gros.csv', piece })
    expect(sent.status).toBe(200)
  })

  it('is a SPIP site for those who run the farm, and is not even read for others', async () => {
    const piece = Buffer.from(`INSERT INTO spip_meta VALUES ('${'x'.repeat(60_000)}');\n`)
    const asked = { path: '/import/spip', fields: {}, name: 'spip.sql', piece }
    const camille = await desk().become('camille.ferrand')
    const sent = await send({ ...about(camille), ...asked })
    expect(sent).toMatchObject({ status: 303, location: expect.stringMatching(/^\/import\/spip\/\d+$/) })
    const nadia = await desk().become('nadia.belkacem')
    expect((await send({ ...about(nadia), ...asked })).status).toBe(404)
    const stranger = await send({ ...about(nadia), ...asked, cookie: '' })
    expect(stranger).toMatchObject({ status: 303, location: expect.stringMatching(/^\/sign-in/) })
  })
})
