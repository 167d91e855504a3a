import type { Actor } from '../../../pipeline/model/actor.ts'
import type { Farm } from '../../open-farm.ts'
import { dutiesOf } from '../../organisations/duties.ts'
import { sitesWhere } from '../../organisations/reach.ts'
import { type SiteDelivery, siteDeliveries } from '../../storage/deliveries/site-deliveries.ts'
import { type DeskEntry, deskEntries } from '../../storage/entries/desk-store.ts'
import type { Waiting } from '../../storage/entries/review-queue.ts'
import { numberOption, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT } from '../command.ts'
import { entryJson, entryTable } from '../entry-lines.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm queue`: what waits for a person, the longest waiting first; with `--as`, what waits for that person. */
export const queue: Command = {
  name: 'queue',
  usage: '[--as PERSON] [--organisation O] [--limit N]',
  options: { as: { type: 'string' }, organisation: { type: 'string' }, limit: { type: 'string' } },
  positionals: [],
  json: '{ proofRead: [{ …as entries, author, submittedAt }], moderate: [the same], confirm: [{ …as entries, site, section, since }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const actor = await actorOf(call, farm)
      const proofRead = await waitingFor(call, farm, { actor, step: 'proof-read' })
      const moderate = await waitingFor(call, farm, { actor, step: 'moderate' })
      const confirm = await toConfirm(call, farm, actor)
      const memory = await farm.memory()
      const json = {
        proofRead: proofRead.map(reviewJson),
        moderate: moderate.map(reviewJson),
        confirm: confirm.map(({ entry, delivery: { site, subscription, since } }) => ({
          ...{ ...entryJson(entry), site, section: memory.subscriptions.get(subscription)?.subscription.slug, since },
        })),
      }
      const lists = [
        ['proof-read', proofRead.map(({ entry }) => ({ entry, at: entry.submittedAt }))],
        ['moderate', moderate.map(({ entry }) => ({ entry, at: entry.submittedAt }))],
        ['confirm', confirm.map(({ entry, delivery }) => ({ entry, at: delivery.since }))],
      ] as const
      const text = lists
        .filter(([, rows]) => rows.length > 0)
        .map(([name, rows]) => `${call.words(`cli.queue.${name}`)}\n${entryTable({ words: call.words, memory }, rows)}`)
      call.out.value(json, text.join('\n\n') || call.words('cli.queue.none'))
      return EXIT.done
    }),
}

async function waitingFor(
  call: Call,
  farm: Farm,
  { actor, step }: { readonly actor: Actor; readonly step: Waiting['step'] },
): Promise<readonly DeskEntry[]> {
  const waiting = dutiesOf(actor, step, await farm.memory())
  if (waiting.organisations.length === 0) return []
  const { organisations } = waiting
  const organisation = textOption(call, 'organisation')
  const limit = numberOption(call, 'limit', 50)
  return deskEntries(farm.storage, { organisations, waiting, organisation, order: 'waiting', limit })
}

async function toConfirm(call: Call, farm: Farm, actor: Actor): Promise<readonly SiteDelivery[]> {
  const memory = await farm.memory()
  const organisation = textOption(call, 'organisation')
  const sites = sitesWhere(memory.sites.all(), { actor, action: 'confirm-delivery', house: memory })
    .filter((site) => organisation === undefined || site.organisation === organisation)
    .map((site) => site.id)
  return siteDeliveries(farm.storage, { sites, state: 'pending', limit: numberOption(call, 'limit', 50) })
}

function reviewJson({ entry, author }: DeskEntry) {
  return { ...entryJson(entry), author, submittedAt: entry.submittedAt }
}
