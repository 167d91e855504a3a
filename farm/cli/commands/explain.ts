import { inLanguage } from '../../../pipeline/model/local-text.ts'
import type { Subscription } from '../../../pipeline/model/site.ts'
import { type Explanation, explain as explainIn, failures } from '../../../pipeline/routing/explain.ts'
import { routableOf } from '../../../pipeline/terms.ts'
import type { Farm } from '../../open-farm.ts'
import { numberArgument } from '../arguments.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { explanationLines } from '../explain-lines.ts'
import { withFarm } from '../with-farm.ts'

/** `farm explain`: why an entry is, or is not, in each service of a site. */
export const explain: Command = {
  name: 'explain',
  usage: 'ENTRY SITE',
  options: {},
  positionals: ['ENTRY', 'SITE'],
  json: '{ entry, title, site, sections: [{ section, subscription, shown, delivery, obstacle, finding: { held, condition, asked?, has?, by?, relation?, parts? } }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { entry, title, site, sections } = await explained(call, farm)
      const json = sections.map(({ subscription, explanation: { site: _, ...rest } }) => ({
        ...{ section: subscription.slug, ...rest },
      }))
      call.out.value({ entry, title, site, sections: json }, await tell(call, farm, { title, sections }))
      return EXIT.done
    }),
}

interface Section {
  readonly subscription: Subscription
  readonly explanation: Explanation
}

interface Explained {
  readonly entry: number
  readonly title: string
  readonly site: string
  readonly sections: readonly Section[]
}

async function explained(call: Call, farm: Farm): Promise<Explained> {
  const [, id = ''] = call.positionals
  const memory = await farm.memory()
  const site = memory.sites.get(id)
  const entry = await farm.ports.entries.get(numberArgument(call, 0, 'ENTRY'))
  if (!entry) throw refusal([{ code: 'unknown-entry' }])
  if (!site) throw refusal([{ code: 'unknown-site', params: { value: id } }])
  const serviceType = memory.serviceType(entry.serviceType)
  if (!serviceType) throw refusal([{ code: 'unknown-service-type', params: { value: entry.serviceType } }])
  const revision = await farm.ports.entries.revision(entry.liveRevision ?? entry.workingRevision)
  const routable = routableOf(serviceType, revision?.values ?? {}, { ...entry, now: farm.now() })
  const deliveries = await farm.ports.entries.deliveries([entry.id])
  const about = { routable, state: entry.state, serviceType, trees: memory, deliveries }
  const sections = memory.sites.subscriptions(id).map((subscription) => ({
    ...{ subscription, explanation: explainIn({ subscription, site }, about) },
  }))
  return { entry: entry.id, title: entry.title, site: id, sections }
}

// Services that ask for other kinds altogether are told in one line: they are no near misses.
async function tell({ words }: Call, farm: Farm, told: Pick<Explained, 'title' | 'sections'>): Promise<string> {
  const memory = await farm.memory()
  const label = ({ subscription }: Section) => inLanguage(subscription.label, words.language)
  const others = told.sections.filter(({ explanation }) => asksOtherKinds(explanation))
  const near = told.sections.filter((section) => !others.includes(section))
  const lines = near.flatMap((one) => ['', ...explanationLines({ words, memory }, one.explanation, label(one))])
  const rest =
    others.length === 0 ? [] : ['', words('cli.explain.other-kinds', { sections: others.map(label).join(', ') })]
  return [told.title, ...lines, ...rest].join('\n')
}

function asksOtherKinds({ finding }: Explanation): boolean {
  return failures(finding).some((one) => one.condition === 'service_type')
}
