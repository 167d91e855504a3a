import type { Farm } from '../../../farm/open-farm.ts'
import type { Submission } from '../../../pipeline/model/submission.ts'
import { person } from '../../farms.ts'

/** Publishes a press-review sheet about Decize, or another place, for the Nièvre; answers its number. */
export async function publishSheet(farm: Farm, title: string, place = 'Decize'): Promise<number> {
  const one = sheet(title)
  const [arrival] = await farm.submit([{ ...one, raw: { ...one.raw, territories: [place] } }], {
    actor: await person(farm, 'lea.bonnard'),
  })
  const entry = arrival?.entry ?? 0
  await approve(farm, entry)
  return entry
}

/** Corrects the title of a published sheet, and its summary where one is given, up to its publication. */
export async function correctSheet(farm: Farm, entry: number, title: string, summary?: string): Promise<void> {
  await farm.submit([{ ...sheet(title, summary), entry }], { actor: await person(farm, 'lea.bonnard') })
  await approve(farm, entry)
}

async function approve(farm: Farm, entry: number): Promise<void> {
  const approved = await farm.decide({
    entry,
    word: 'approve',
    actor: await person(farm, 'nadia.belkacem'),
    reason: '',
  })
  if (!approved.ok) throw new Error(JSON.stringify(approved.problems))
}

function sheet(title: string, summary = `${title}, en quelques lignes bien à nous.`): Submission {
  return {
    ...{ serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose' },
    raw: {
      ...{ title, source_name: 'Le Courrier du Morvan', source_date: '2026-11-02', rights: 'link' },
      ...{ summary, themes: ['employment'], territories: ['Decize'] },
    },
  }
}
