import { get } from 'node:http'

/** What a site of a served farm answers at a path, as text; by its Host header, since not every machine resolves `*.localhost`. */
export function textAt({
  port,
  site,
  path,
}: {
  readonly port: number
  readonly site: string
  readonly path: string
}): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(
      { host: '127.0.0.1', port, path, headers: { host: `${site}.localhost:${port}` } },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')))
      },
    )
    request.on('error', reject)
  })
}
