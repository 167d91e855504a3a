import { describe, expect, it } from 'vitest'
import { importBatch } from '../../../farm/batches/import-batch.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { DOCUMENT } from '../../exports/lheo-several.ts'
import { person } from '../../farms.ts'
import { servedDesk } from './served-desk.ts'

describe('A training of several sessions', { timeout: 240_000 }, () => {
  const desk = servedDesk()

  it('shows each with what LHÉO says of it, and is edited session by session', async () => {
    const { farm, become, visitor } = desk()
    const actor = await person(farm, 'francoise.dubreuil')
    const near = DOCUMENT.replaceAll('Dijon', 'Nevers').replaceAll('Beaune', 'Imphy').replaceAll('21000', '58000')
    const bytes = Buffer.from(near)
    const about = { name: 'offres.xml', serviceType: 'training', organisation: 'nievre', actor }
    const report = await importBatch(farm, { ...about, content: { bytes } })
    if (!report.ok) throw new Error(JSON.stringify(report.problems))
    const [entry] = await farm.ports.entries.identify({ externalIds: ['F1/A1'], urls: [], fingerprints: [] })
    const id = entry?.id ?? 0
    const francoise = await become('francoise.dubreuil')
    const { text } = await francoise.get('desk', `/entries/${id}`)
    for (const said of ['mars 2027', 'Par téléphone', 'Clamecy', 'https://cfa.example/20280110', 'Decize'])
      expect(text).toContain(said)
    const form = await francoise.get('desk', `/entries/${id}/edit`)
    expect(form.text).toMatch(/name="f\.sessions\.0\.start"[^>]*value="[^"]+"/)
    expect(form.text).toMatch(/name="f\.sessions\.2\.end"[^>]*value="[^"]+"/)
    expect(form.text).toContain('name="f.sessions.3.start"')
    expect(form.text).not.toContain('name="f.sessions.4.start"')
    const nadia = await person(farm, 'nadia.belkacem')
    for (const who of [nadia, FARM]) await farm.decide({ entry: id, word: 'approve', reason: '', actor: who })
    const page = await visitor().get('nievre', `/formations/${id}-taille-de-la-vigne`)
    expect(page.text).toContain('Par dossier')
  })

  it('leads to the other actions of its formation, and says of one date that it is the next', async () => {
    const { farm, visitor } = desk()
    const named = async (name: string) => {
      const [entry] = await farm.ports.entries.identify({ externalIds: [name], urls: [], fingerprints: [] })
      return entry?.id ?? 0
    }
    const [first, second] = [await named('F1/A1'), await named('F1/A2')]
    const before = await visitor().get('nievre', `/formations/${first}-taille-de-la-vigne`)
    expect(before.text).not.toContain(`/formations/${second}-taille-de-la-vigne`)
    const nadia = await person(farm, 'nadia.belkacem')
    for (const who of [nadia, FARM]) await farm.decide({ entry: second, word: 'approve', reason: '', actor: who })
    const page = await visitor().get('nievre', `/formations/${first}-taille-de-la-vigne`)
    const [link = ''] =
      new RegExp(`<a href="/formations/${second}-taille-de-la-vigne"[^>]*>[^<]+`).exec(page.text) ?? []
    expect(link).toMatch(/>\s*Imphy, .*mars 2027/)
    expect(page.text).toContain('Prochaine session')
    expect(page.text).not.toContain('Prochaines sessions')
  })
})
