import type { Actor } from '../../pipeline/model/actor.ts'
import type { ShowContext } from '../../pipeline/model/field-types/field-type.ts'
import type { Language } from '../../pipeline/model/local-text.ts'
import type { Site, Subscription } from '../../pipeline/model/site.ts'
import type { Memory } from '../memory.ts'
import type { Farm } from '../open-farm.ts'
import type { Words } from './words/words.ts'

/** What the front server established about the request before any page runs. */
export interface Arrival {
  readonly farm: Farm
  readonly host: string
  /** `protocol://host[:port]`. */
  readonly origin: string
  readonly protocol: 'http' | 'https'
  readonly clientIp: string
  /** Path asked for, where the front has already pointed the request at its page. */
  readonly asked?: string
}

/** Everything a page finds in `Astro.locals`. */
export interface Visit extends Arrival {
  readonly memory: Memory
  readonly actor: Actor
  /** Hash of the session row behind the cookie, or null. */
  readonly session: string | null
  /** Key in the address by which a feed reader came, without signing in. */
  readonly readerKey?: string
  readonly language: Language
  readonly words: Words
  /** The site this host answers for; absent on the desk and on the directory of sites. */
  readonly site?: Site
  /** Its services, in order; empty elsewhere. */
  readonly sections: readonly Subscription[]
  /** Path asked for, without the language prefix. */
  readonly path: string
  /** Set by a page that shows its reader the same until its site, the network or the day changes. */
  staysForItsReader?: boolean
  /** What showing values looks up. */
  readonly show: ShowContext
  /** A path of this host in the current interface language (`/en` before it in English). */
  href(path: string): string
  /** Address of another host of the farm: `siteUrl('nievre', '/agenda')`, `siteUrl('desk', '/')`, `siteUrl('', '/')` for the directory. */
  siteUrl(slug: string, path: string): string
}
