import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fetchSource } from '../../../farm/fetching/fetch-source.ts'
import { loopbackOnly, serve } from '../sources/local-server.ts'

describe('a body', () => {
  it('that is a compressed file itself is unpacked, up to the size allowed', async () => {
    const files: Record<string, Buffer> = {
      '/flux.xml.gz': gzipSync('un été'),
      '/bomb.gz': gzipSync(Buffer.alloc(3_000_000)),
      '/cut.gz': gzipSync('un été').subarray(0, 20),
    }
    const url = await serve((request, response) => response.end(files[request.url ?? '']))
    const options = { allowPrivate: loopbackOnly, limits: { bytes: 1_000_000 } }
    expect(await fetchSource(`${url}/flux.xml.gz`, options)).toMatchObject({ bytes: Buffer.from('un été') })
    expect(await fetchSource(`${url}/bomb.gz`, options)).toMatchObject({ problem: { code: 'too-large' } })
    expect(await fetchSource(`${url}/cut.gz`, options)).toMatchObject({ kind: 'fetched', bytes: files['/cut.gz'] })
  })
})
