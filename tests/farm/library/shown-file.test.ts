import { expect, it } from 'vitest'
import { keepFile } from '../../../farm/library/files.ts'
import { shownFile } from '../../../farm/library/shown-file.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('une grange')])

describeFarmOnBoth('Files shown by a site', (open) => {
  it('are those of the entries it shows, never of confidential fields, and go with the entry', async () => {
    const farm = await open()
    const [lea, nadia] = [await person(farm, 'lea.bonnard'), await person(farm, 'nadia.belkacem')]
    const keep = async (bytes: Buffer) => {
      const kept = await keepFile(farm, {
        name: 'x.png',
        bytes,
        wanted: 'image',
        organisation: 'nievre',
        person: lea.id,
      })
      return kept.ok ? kept.value.id : expect.fail('refused')
    }
    const [picture, scan] = [await keep(PNG), await keep(Buffer.concat([PNG, PNG]))]
    const shown = async (id: string, site = 'nievre') => {
      const { serviceType } = await farm.memory()
      return (await shownFile(farm.storage, { id, site, serviceType }))?.id
    }
    const about = { organisation: 'nievre', road: 'form', intent: 'propose' } as const
    const common = { themes: ['employment'], territories: ['departement:58'], summary: 'Une grange à louer.' }
    const news = { ...common, title: 'La grange', body: 'Elle ouvre.', image: { file: picture, alt: 'La grange' } }
    const press = {
      ...{ ...common, title: 'La grange vue du journal', source_name: 'Le Journal', source_date: '2026-11-01' },
      ...{ rights: 'Lien seul', scan: { file: scan, name: 'page.png' } },
    }
    const submissions = [
      { ...about, serviceType: 'news', raw: news },
      { ...about, serviceType: 'press-review', raw: press },
    ]
    const arrivals = await farm.submit(submissions, { actor: lea })
    expect(arrivals.flatMap((one) => one.problems)).toEqual([])
    expect(await shown(picture)).toBeUndefined()
    for (const { entry = 0 } of arrivals) await farm.decide({ entry, word: 'approve', reason: '', actor: nadia })
    expect(await shown(picture)).toBe(picture)
    expect(await shown(scan)).toBeUndefined()
    expect(await shown(picture, 'finistere')).toBeUndefined()
    expect(await shown('f'.repeat(64))).toBeUndefined()
    await farm.withdraw({ entry: arrivals[0]?.entry ?? 0, actor: nadia, reason: 'Louée' })
    expect(await shown(picture)).toBeUndefined()
  })
})
