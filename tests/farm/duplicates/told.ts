import type { Farm } from '../../../farm/open-farm.ts'
import { likelyDuplicates } from '../../../farm/storage/entries/duplicate-store.ts'
import type { Actor } from '../../../pipeline/model/actor.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { Arrival, Submission } from '../../../pipeline/model/submission.ts'
import { submit } from '../../../pipeline/submit.ts'
import type { Told } from '../../pipeline/reworded.ts'

type Raw = Submission['raw']

/** A forum of the Nièvre body, as its file says it. */
export function forum(raw: Raw = {}, about: Partial<Submission> = {}): Submission {
  return {
    serviceType: 'event',
    organisation: 'nievre',
    road: 'csv',
    intent: 'propose',
    raw: {
      title: 'Forum des métiers du bois de Clamecy',
      start: '2031-10-03T09:30',
      status: 'confirmed',
      body: 'Trente employeurs du Haut-Nivernais accueillent les visiteurs, avec un atelier photo pour le CV et des navettes gratuites depuis Varzy.',
      themes: ['employment'],
      address: { postcode: '58500', town: 'Clamecy' },
      ...raw,
    },
    ...about,
  }
}

/** The same forum as the Yonne body tells it. */
export function theirForum(raw: Raw = {}, about: Partial<Submission> = {}): Submission {
  const told = { title: 'Clamecy : le grand forum des métiers du bois', start: '2031-10-03T10:00' }
  return forum(
    { ...told, body: 'Venez rencontrer les scieries et les menuisiers qui recrutent près de chez vous.', ...raw },
    { organisation: 'yonne', ...about },
  )
}

/** Takes submissions in and answers what became of each; refused ones fail the test. */
export async function takeIn(
  farm: Pick<Farm, 'ports'>,
  submissions: readonly Submission[],
  actor: Actor = FARM,
): Promise<readonly Arrival[]> {
  const arrivals = await submit(farm.ports, submissions, { actor })
  const refused = arrivals.filter(({ entry }) => entry === undefined)
  if (refused.length > 0) throw new Error(JSON.stringify(refused.slice(0, 3)))
  return arrivals
}

/** Takes one in and answers its number. */
export async function takeOne(farm: Pick<Farm, 'ports'>, submission: Submission, actor: Actor = FARM): Promise<number> {
  const [arrival] = await takeIn(farm, [submission], actor)
  return arrival?.entry ?? 0
}

const ADDRESSES: Readonly<Record<string, { readonly postcode: string; readonly town: string }>> = {
  'commune:58194': { postcode: '58000', town: 'Nevers' },
  'commune:58079': { postcode: '58500', town: 'Clamecy' },
  'commune:58086': { postcode: '58200', town: 'Cosne-Cours-sur-Loire' },
  'commune:58095': { postcode: '58300', town: 'Decize' },
  'commune:89024': { postcode: '89000', town: 'Auxerre' },
  'commune:89025': { postcode: '89200', town: 'Avallon' },
  'commune:21231': { postcode: '21000', town: 'Dijon' },
}

/** What the generator tells, as lines of a file: events and jobs have an address. */
export function asLines(told: readonly Told[]): readonly Submission[] {
  return told.map(({ thing: _, raw, ...one }, line) => {
    const address = ADDRESSES[String(raw.territories)]
    const placed = one.serviceType === 'news' || !address ? raw : { ...raw, address }
    return { ...one, raw: placed, road: 'csv', intent: 'propose', externalId: `line-${line}` }
  })
}

/** The pairs proposed between these entries. */
export async function proposed(farm: Pick<Farm, 'storage'>, ids: readonly number[]): Promise<readonly string[]> {
  const pairs = await Promise.all(
    ids.map(async (id) =>
      (await likelyDuplicates(farm.storage, id)).map((other) => [id, other.id].toSorted((a, b) => a - b).join(' ')),
    ),
  )
  return [...new Set(pairs.flat())].toSorted()
}
