import { describe, expect, it } from 'vitest'
import { person } from '../../farms.ts'
import type { Answer } from './desk-visitor.ts'
import { servedDesk } from './served-desk.ts'

const sheetsIn = ({ text }: Answer) => Number(/>(\d+) fiches</.exec(text)?.[1])
const shownTo = ({ text }: Answer) => /<strong[^>]*>([^<]+)<\/strong>/.exec(text)?.[1]

describe('A list of a private site, drawn once for its reader', { timeout: 60_000 }, () => {
  const desk = servedDesk()

  async function member(login: string, site = 'veille') {
    const visitor = await desk().become(login)
    await visitor.enter(site, '/')
    return visitor
  }

  it('shows each member their own name, however often they take turns', async () => {
    const site = 'saone-et-loire'
    const [camille, gilles] = [await member('camille.ferrand', site), await member('gilles.perrot', site)]
    for (let turn = 0; turn < 2; turn += 1) {
      expect(shownTo(await camille.get(site, '/agenda'))).toContain('Camille Ferrand')
      expect(shownTo(await gilles.get(site, '/agenda'))).toContain('Gilles Perrot')
    }
  })

  it('is the same to the letter the second time, and another once an entry came', async () => {
    const camille = await member('camille.ferrand')
    const first = await camille.get('veille', '/revue-de-presse')
    expect(await camille.get('veille', '/revue-de-presse')).toEqual(first)
    const { farm } = desk()
    const entry = await desk().propose('Une scierie recrute à Decize')
    const actor = await person(farm, 'nadia.belkacem')
    expect(await farm.decide({ actor, entry, word: 'approve', reason: '' })).toMatchObject({ ok: true })
    expect(sheetsIn(await camille.get('veille', '/revue-de-presse'))).toBe(sheetsIn(first) + 1)
  })

  it('is shown to nobody who is not, or no longer, a member', async () => {
    const camille = await member('camille.ferrand')
    expect((await camille.get('veille', '/revue-de-presse')).status).toBe(200)
    await camille.post('veille', '/revue-de-presse', {})
    expect((await desk().visitor().get('veille', '/revue-de-presse')).status).toBe(403)
    const { farm } = desk()
    const { tables, write } = farm.storage
    await write(async ({ db }) => void (await db.delete(tables.sessions)))
    expect((await camille.get('veille', '/revue-de-presse')).status).toBe(403)
  })
})
