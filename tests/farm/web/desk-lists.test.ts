import { describe, expect, it } from 'vitest'
import { person } from '../../farms.ts'
import { publishSheet } from '../sites/published.ts'
import { servedDesk } from './served-desk.ts'

describe('At the desk', () => {
  const desk = servedDesk()

  it('lists keep to the organisation one works for, and everything else is one click away', async () => {
    const camille = await desk().become('camille.ferrand')
    const own = await camille.get('desk', '/entries')
    expect(own.text).toContain('Voir tout ce qui m’est ouvert')
    expect(own.text).toMatch(/href="\/entries\?within=all"/)
    const all = await camille.get('desk', '/entries?within=all')
    expect(all.text).toContain('Ne voir que')
    expect(totalOf(all.text)).toBeGreaterThan(totalOf(own.text))
    const francoise = await desk().become('francoise.dubreuil')
    expect((await francoise.get('desk', '/entries')).text).not.toContain('within=')
  })

  it('authors find what they put in the bin, and may write on', async () => {
    const { farm } = desk()
    const lea = await person(farm, 'lea.bonnard')
    const draft = { serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'draft' } as const
    const [arrival] = await farm.submit([{ ...draft, raw: { title: 'Un brouillon mis de côté' } }], { actor: lea })
    const trashed = await farm.trash({ entry: arrival?.entry ?? 0, actor: lea })
    expect(trashed.ok).toBe(true)
    const author = await desk().become('lea.bonnard')
    expect((await author.get('desk', '/entries?of=me')).text).not.toContain('Un brouillon mis de côté')
    expect((await author.get('desk', '/entries?of=me&state=trashed')).text).toContain('Un brouillon mis de côté')
    expect((await author.get('desk', `/entries/${arrival?.entry}/edit`)).status).toBe(200)
    const other = await desk().become('paul.guillemin')
    expect((await other.get('desk', `/entries/${arrival?.entry}/edit`)).status).toBe(404)
  })

  it('moderators touch what their sites show, and take it back in one click', async () => {
    const { farm } = desk()
    const entry = await publishSheet(farm, 'Une fiche à épingler')
    const nadia = await desk().become('nadia.belkacem')
    const { sites } = await farm.memory()
    const section = sites.subscriptions('nievre').find((one) => one.slug === 'revue-de-presse')?.id
    const path = `/sites/nievre/${section}/entries`
    expect((await nadia.get('desk', '/sites')).text).toContain(path)
    const pinned = await nadia.post('desk', path, { do: 'pin', entry: String(entry) })
    expect(pinned.status).toBe(303)
    const page = (await nadia.get('desk', pinned.location)).text
    expect(page).toMatch(/value="unpin"/)
    const undone = await nadia.post('desk', path, { do: 'unpin', entry: String(entry), pin: '1' })
    expect((await nadia.get('desk', undone.location)).text).toMatch(/name="at" value="1"/)
  })

  it('those who run the farm rehearse vintages, and nobody else', async () => {
    const [camille, nadia] = [await desk().become('camille.ferrand'), await desk().become('nadia.belkacem')]
    expect((await camille.get('desk', '/territories/vintage')).status).toBe(200)
    expect((await nadia.get('desk', '/territories/vintage')).status).toBe(404)
    const empty = await camille.post('desk', '/territories/vintage', { do: 'try' })
    expect([empty.status, empty.text.includes('id="file"')]).toEqual([422, true])
  })
})

function totalOf(page: string): number {
  return Number(/([\d\s\u202f\u00a0]+) fiches/.exec(page)?.[1]?.replace(/\D/g, '') ?? 0)
}
