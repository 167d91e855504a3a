import type { IncomingMessage } from 'node:http'
import { FORMATS } from '../../exports/formats.ts'
import type { FeedRead } from '../../pipeline/model/ledger.ts'
import type { Farm } from '../open-farm.ts'
import { settleReads } from '../sites/settle-recalls.ts'
import { OTHER_READERS, putFeedReads } from '../storage/deliveries/ledger-store.ts'
import { exportOf, languageOf } from '../web/rooms.ts'
import type { RequestFacts } from './options.ts'
import { readerName } from './reader-name.ts'

/** Who reads which feed, gathered in memory and written every so often. */
export interface FeedReads {
  /** What to call once a request for a feed or an export has been answered with it; undefined for any other request. */
  watch(req: IncomingMessage, facts: RequestFacts): (() => void) | undefined
  /** Writes what was gathered, and finds out what recalls it confirms. */
  flush(): Promise<void>
  /** Writes what is left; nothing is gathered afterwards. */
  stop(): Promise<void>
}

interface Read {
  readonly host: string
  readonly path: string
  readonly reader: string
  readonly firstAt: number
  lastAt: number
  count: number
}

const EVERY = 15_000
const MOST_READS = 5_000

/** Gathers the reads of a farm's feeds; no address of anyone is kept. */
export function gatherFeedReads(farm: Farm, everyMs = EVERY): FeedReads {
  let gathered = new Map<string, Read>()
  let writing: Promise<void> = Promise.resolve()

  function note({ host, path, reader, at }: { host: string; path: string; reader: string; at: number }): void {
    const full = gathered.size >= MOST_READS
    const named = full && !gathered.has(`${host} ${path} ${reader}`) ? OTHER_READERS : reader
    const key = `${host} ${path} ${named}`
    const known = gathered.get(key)
    if (known === undefined) gathered.set(key, { host, path, reader: named, firstAt: at, lastAt: at, count: 1 })
    else {
      known.lastAt = at
      known.count += 1
    }
  }

  async function write(): Promise<void> {
    if (gathered.size === 0) return
    const taken = [...gathered.values()]
    gathered = new Map()
    const reads = await sectionReads(farm, taken)
    await putFeedReads(farm.storage, reads)
    await settleReads(farm, reads)
  }

  // One after the other; what could not be written is lost, as a busy database must not stop the farm.
  const flush = () => {
    writing = writing.then(write).catch(() => undefined)
    return writing
  }
  const clock = setInterval(flush, everyMs).unref()
  return {
    watch(req, { host, kind }) {
      const { url = '' } = req
      if (kind !== 'site' || req.method !== 'GET' || !FEED.test(url)) return undefined
      const at = farm.now()
      const mark = url.indexOf('?')
      const path = mark < 0 ? url : url.slice(0, mark)
      return () => note({ host, path, reader: readerName(req.headers['user-agent']), at })
    },
    flush,
    stop() {
      clearInterval(clock)
      return flush()
    },
  }
}

const FORMAT_OF = new Map(Object.values(FORMATS).map((one) => [one.extension, one.name]))
const FEED = new RegExp(`^[a-z0-9/-]{1,100}\\.(?:${[...FORMAT_OF.keys()].map(RegExp.escape).join('|')})(?:\\?|$)`)

async function sectionReads(farm: Farm, taken: readonly Read[]): Promise<readonly FeedRead[]> {
  const { sites } = await farm.memory()
  return taken.flatMap(({ host, path, reader, firstAt, lastAt, count }) => {
    const asked = exportOf(languageOf(path).path)
    const site = sites.byHost(host)
    const section = site && sites.subscriptions(site.id).find((one) => one.slug === asked?.service)
    const format = FORMAT_OF.get(asked?.extension ?? '')
    return section && format ? [{ subscription: section.id, format, reader, firstAt, lastAt, count }] : []
  })
}
