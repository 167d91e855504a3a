import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FORMAT_NAMES, FORMATS, writeExport } from '../../../exports/formats.ts'
import type { Farm } from '../../open-farm.ts'
import { makeVisit } from '../../web/make-visit.ts'
import { type SectionExport, sectionExport } from '../../web/portal/section-export.ts'
import { siteOrigin } from '../addresses.ts'
import { chosenOption, neededOption, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { withFarm } from '../with-farm.ts'

/** `farm export`: a service's list in a format, the very bytes the site serves. */
export const exportList: Command = {
  name: 'export',
  usage: 'SITE --service S --format F [--filters QUERY] [--language fr|en] [--origin URL] [--out FILE]',
  options: {
    service: { type: 'string' },
    format: { type: 'string' },
    filters: { type: 'string' },
    language: { type: 'string' },
    origin: { type: 'string' },
    out: { type: 'string' },
  },
  positionals: ['SITE'],
  json: '{ site, service, format, mediaType, bytes, file, content } (content is null with --out, file without)',
  run: (call) =>
    withFarm(call, async (farm) => {
      const found = await findExport(call, farm)
      const pieces = Readable.from(writeExport(found.format.name, found.list))
      const file = textOption(call, 'out')
      if (file === undefined && !call.out.json) {
        await pipeline(pieces, process.stdout, { end: false })
        return EXIT.done
      }
      const kept = file === undefined ? await inMemory(pieces) : await inFile(pieces, file)
      const { name: format, mediaType } = found.format
      const about = { site: call.positionals[0] ?? '', service: found.slug, format, mediaType }
      const text = call.words('cli.export.written', { file: file ?? '', count: kept.bytes })
      call.out.value({ ...about, file: file ?? null, ...kept }, text)
      return EXIT.done
    }),
}

async function findExport(call: Call, farm: Farm): Promise<SectionExport> {
  const [id = ''] = call.positionals
  const service = neededOption(call, 'service')
  const format = chosenOption(call, 'format', FORMAT_NAMES) ?? neededFormat(call)
  const { sites } = await farm.memory()
  const site = sites.get(id)
  if (!site) throw refusal([{ code: 'unknown-site', params: { value: id } }])
  const origin = textOption(call, 'origin')?.replace(/\/+$/, '') ?? siteOrigin(farm.settings, id)
  const prefix = chosenOption(call, 'language', ['fr', 'en']) === 'en' ? '/en' : ''
  const filters = textOption(call, 'filters')?.replace(/^\??/, '?') ?? ''
  const url = URL.parse(`${origin}${prefix}/${service}.${FORMATS[format].extension}${filters}`)
  if (!url) throw refusal([{ code: 'not-a-url', field: 'origin', params: { value: origin } }])
  const protocol = url.protocol === 'https:' ? 'https' : 'http'
  const visit = await makeVisit({ farm, host: sites.hostOf(site), origin, protocol, clientIp: '127.0.0.1' }, url)
  const found = await sectionExport(visit, url)
  if (!found) throw refusal([{ code: 'unknown-section', params: { value: service } }])
  return found
}

function neededFormat(call: Call): never {
  neededOption(call, 'format')
  throw new Error('a format was given')
}

async function inMemory(pieces: Readable): Promise<{ bytes: number; content: string }> {
  const whole = Buffer.concat(await pieces.toArray())
  return { bytes: whole.byteLength, content: whole.toString('utf8') }
}

async function inFile(pieces: Readable, file: string): Promise<{ bytes: number; content: null }> {
  const target = createWriteStream(file)
  try {
    await pipeline(pieces, target)
  } catch (error) {
    const reason: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (typeof reason !== 'string') throw error
    throw refusal([{ code: 'unwritable-file', params: { file, reason } }])
  }
  return { bytes: target.bytesWritten, content: null }
}
