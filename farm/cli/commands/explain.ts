import type { Site } from '../../../pipeline/model/site.ts'
import { failures } from '../../../pipeline/routing/explain.ts'
import type { Farm } from '../../open-farm.ts'
import { explainEntry, type SectionExplained } from '../../sites/explain-entry.ts'
import type { Telling } from '../../web/present/condition-names.ts'
import { conditionSentence } from '../../web/present/condition-sentence.ts'
import { numberArgument } from '../arguments.ts'
import { type Call, type Command, EXIT, refusal } from '../command.ts'
import { explanationLines, sectionName } from '../explain-lines.ts'
import { withFarm } from '../with-farm.ts'

/** `farm explain`: why an entry is, was, or is not in each service of a site; without a site, everywhere it goes and what it just misses. */
export const explain: Command = {
  name: 'explain',
  usage: 'ENTRY [SITE]',
  options: {},
  positionals: ['ENTRY', 'SITE?'],
  json: '{ entry, title, state, site, sections: [{ site, section, subscription, asks, standing, shown, delivery, obstacle, touch, access, periods: [{ from, until }], finding: { held, condition, asked?, has?, by?, relation?, field?, test?, distance?, km?, approximate?, parts? } }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const told = await explained(call, farm)
      const telling = { words: call.words, memory: await farm.memory() }
      const text = told.site === null ? everywhere(telling, told) : onSite(telling, told)
      const { entry, title, state, site, sections } = told
      call.out.value({ entry, title, state, site, sections: sections.map((one) => json(telling, one)) }, text)
      return EXIT.done
    }),
}

interface Explained {
  readonly entry: number
  readonly title: string
  readonly organisation: string
  readonly state: string
  readonly site: string | null
  readonly sections: readonly SectionExplained[]
}

async function explained(call: Call, farm: Farm): Promise<Explained> {
  const [, id] = call.positionals
  const number = numberArgument(call, 0, 'ENTRY')
  const site = id === undefined ? undefined : await siteNamed(farm, id)
  const entry = await farm.ports.entries.get(number)
  if (!entry) throw refusal([{ code: 'unknown-entry' }])
  const told = await explainEntry(farm, { entry, sites: site && [site] })
  if (!told.ok) throw refusal(told.problems)
  const { title, organisation, state } = entry
  const everything = told.value.filter((one) => site || one.standing !== 'far' || one.shown.length > 0)
  return { entry: entry.id, title, organisation, state, site: site?.id ?? null, sections: everything }
}

async function siteNamed(farm: Farm, id: string): Promise<Site> {
  const site = (await farm.memory()).sites.get(id)
  if (!site) throw refusal([{ code: 'unknown-site', params: { value: id } }])
  return site
}

function json(telling: Telling, { site, subscription, explanation, standing, shown }: SectionExplained) {
  const { site: _, subscription: number, finding, ...rest } = explanation
  return {
    ...{ site: site.id, section: subscription.slug, subscription: number },
    ...{ asks: conditionSentence(telling, subscription.when), standing, ...rest, periods: shown, finding },
  }
}

// Services that ask for other kinds altogether are told in one line: they are no near misses.
function onSite(telling: Telling, { title, sections, organisation }: Explained): string {
  const others = sections.filter(({ explanation }) =>
    failures(explanation.finding).some((one) => one.condition === 'service_type'),
  )
  const near = sections.filter((section) => !others.includes(section))
  const names = others.map((one) => sectionName(telling, one)).join(', ')
  const rest = others.length === 0 ? [] : ['', telling.words('cli.explain.other-kinds', { sections: names })]
  return [title, ...near.flatMap((one) => ['', ...explanationLines(telling, one, organisation)]), ...rest].join('\n')
}

function everywhere(telling: Telling, { title, sections, organisation }: Explained): string {
  const part = (standing: SectionExplained['standing']) => {
    const found = sections.filter((one) => one.standing === standing)
    const lines = found.flatMap((one) => ['', ...explanationLines(telling, one, organisation)])
    return found.length === 0 && standing === 'far'
      ? []
      : ['', telling.words(`cli.explain.${standing}`, { count: found.length }), ...lines]
  }
  return [title, ...part('reached'), ...part('near'), ...part('far')].join('\n')
}
