import { describe, expect, it } from 'vitest'
import { servedDesk } from './served-desk.ts'

describe('The desk, over HTTP', { timeout: 60_000 }, () => {
  const desk = servedDesk()

  describe('reviews', () => {
    it('an approval that shows on the portal and in its feed at once', async () => {
      const nadia = await desk().become('nadia.belkacem')
      const entry = await desk().propose('À Decize, la filature forme ses fileuses')
      const reading = await nadia.get('desk', `/queue?step=moderate&entry=${entry}`)
      expect(reading.text).toContain('Emploi Formation en Nièvre')
      const said = await nadia.post('desk', '/queue?step=moderate', {
        entry,
        word: 'approve',
        version: await desk().version(entry),
      })
      expect(said.status).toBe(303)
      expect((await nadia.get('desk', said.location)).text).toMatch(
        /«\sÀ Decize, la filature forme ses fileuses\s» est publiée/,
      )
      const reader = desk().visitor()
      expect((await reader.get('nievre', '/revue-de-presse')).text).toContain('la filature forme ses fileuses')
      expect((await reader.get('nievre', '/revue-de-presse.rss')).text).toContain('la filature forme ses fileuses')
    })

    it('nothing from a contributor, whatever is posted', async () => {
      const lea = await desk().become('lea.bonnard')
      const entry = await desk().propose('Une fiche que Léa voudrait publier', 'thomas.jacquet')
      const fields = { entry, word: 'approve', version: await desk().version(entry) }
      expect((await lea.post('desk', '/queue', fields)).status).toBe(403)
      expect(await desk().state(entry)).toBe('submitted')
    })

    it('a return only with its reason', async () => {
      const nadia = await desk().become('nadia.belkacem')
      const entry = await desk().propose('Il manque une date à cette fiche')
      const word = { entry, word: 'return', version: await desk().version(entry) }
      const bare = await nadia.post('desk', `/queue?entry=${entry}`, { ...word, reason: '   ' })
      expect(bare.status).toBe(422)
      expect(bare.text).toContain('Dites pourquoi')
      expect(await desk().state(entry)).toBe('submitted')
      expect((await nadia.post('desk', `/queue?entry=${entry}`, { ...word, reason: 'La date ?' })).status).toBe(303)
      expect(await desk().state(entry)).toBe('changes-requested')
      expect((await (await desk().become('lea.bonnard')).get('desk', '/')).text).toContain('La date ?')
    })

    it('nobody’s word on what they have not read: what changed meanwhile is shown, and what was typed is kept', async () => {
      const nadia = await desk().become('nadia.belkacem')
      const entry = await desk().propose('Deux lecteurs pour une fiche')
      const before = await desk().farm.ports.entries.get(entry)
      await desk().propose('Deux lecteurs pour une seule fiche', 'lea.bonnard', entry)
      const late = await nadia.post('desk', `/queue?entry=${entry}`, {
        ...{ entry, word: 'refuse', reason: 'Déjà parue mardi' },
        ...{ version: before?.version ?? 0, revision: before?.workingRevision ?? 0 },
      })
      expect(late.status).toBe(409)
      expect(late.text).toContain('Déjà parue mardi')
      expect(late.text).toMatch(/Changé depuis que vous l’avez ouverte[\s\S]*<ins[^>]*>[\s\S]*seule/)
      expect(await desk().state(entry)).toBe('submitted')
    })

    it('one item by one person at a time, unless it is taken over', async () => {
      const [nadia, francoise] = [await desk().become('nadia.belkacem'), await desk().become('francoise.dubreuil')]
      const entry = await desk().propose('Une fiche ouverte par deux personnes')
      await nadia.get('desk', `/queue?entry=${entry}`)
      const seen = (await francoise.get('desk', `/queue?entry=${entry}`)).text
      expect(seen).toContain('avec N. Belkacem')
      expect(seen).not.toContain('value="approve"')
      await (await desk().become('yann.kerbrat')).post('desk', '/queue', { entry, word: 'take' })
      expect((await francoise.get('desk', `/queue?entry=${entry}`)).text).toContain('avec N. Belkacem')
      await francoise.post('desk', `/queue?entry=${entry}`, { entry, word: 'take' })
      expect((await francoise.get('desk', `/queue?entry=${entry}`)).text).toContain('value="approve"')
      expect((await nadia.get('desk', `/queue?entry=${entry}`)).text).toContain('avec F. Dubreuil')
    })

    it('never one’s own entry: it waits for somebody else, and is not in one’s queue', async () => {
      const nadia = await desk().become('nadia.belkacem')
      const entry = await desk().propose('Une fiche de Nadia', 'nadia.belkacem')
      expect((await nadia.get('desk', '/queue')).text).not.toContain('Une fiche de Nadia')
      const own = await nadia.post('desk', `/queue?entry=${entry}`, {
        entry,
        word: 'approve',
        version: await desk().version(entry),
      })
      expect(own.status).toBe(422)
      expect(own.text).toContain('On ne décide pas de sa propre fiche')
      expect(await desk().state(entry)).toBe('submitted')
      expect((await (await desk().become('francoise.dubreuil')).get('desk', '/queue')).text).toContain(
        'Une fiche de Nadia',
      )
    })

    it('several at once, telling for each what became of it', async () => {
      const nadia = await desk().become('nadia.belkacem')
      const [good, stale] = [await desk().propose('Première d’un lot'), await desk().propose('Seconde d’un lot')]
      const pick = [`${good}:${await desk().version(good)}`, `${stale}:999`]
      const said = await nadia.post('desk', '/queue', { word: 'approve-all', pick })
      const report = (await nadia.get('desk', said.location)).text
      expect(report).toContain('1 fiche a avancé')
      expect(report).toMatch(
        /Première d’un lot[\s\S]*Publié[\s\S]*Seconde d’un lot[\s\S]*modifié cette fiche entre-temps/,
      )
      expect(await desk().state(good)).toBe('published')
      expect(await desk().state(stale)).toBe('submitted')
    })
  })

  describe('keeps organisations apart', () => {
    it('answers 403 to strangers, and gives nothing of the entry away', async () => {
      const entry = await desk().propose('Un secret de la Nièvre')
      const yann = await desk().become('yann.kerbrat')
      for (const path of [`/entries/${entry}`, `/entries/${entry}?view=history`, `/queue?entry=${entry}`]) {
        const answer = await yann.get('desk', path)
        expect(answer.status, path).toBe(403)
        expect(answer.text).not.toContain('Un secret de la Nièvre')
      }
      expect((await yann.get('desk', '/entries/999999')).status).toBe(404)
      expect((await yann.post('desk', `/entries/${entry}`, { act: 'trash' })).status).toBe(403)
      expect(await desk().state(entry)).toBe('submitted')
    })

    it('names no private space to those who may not read it', async () => {
      const lea = await desk().become('lea.bonnard')
      const entry = await desk().propose('Où ira cette fiche ?')
      const page = (await lea.get('desk', `/entries/${entry}?view=where`)).text
      expect(page).toContain('espace privé')
      expect(page).not.toContain('Atelier de veille')
      const visitor = (await desk().visitor().get('', '/')).text
      expect(visitor).toContain('Emploi Formation en Nièvre')
      for (const name of ['Atelier de veille', 'CVthèque', 'Saône et Charolais, emploi'])
        expect(visitor).not.toContain(name)
    })

    it('lets a site keep an entry out with its reason, and nobody else do it', async () => {
      const { id: subscription } = await pressOf('haut-nivernais')
      const [waiting] = await pendingOf(subscription)
      const delivery = `${waiting}:${subscription}`
      const shown = async () =>
        (await desk().farm.ports.entries.deliveries([waiting ?? 0])).find((one) => one.subscription === subscription)
          ?.state
      const yann = await desk().become('yann.kerbrat')
      expect((await yann.post('desk', '/confirm', { delivery, word: 'show' })).status).toBe(403)
      expect(await shown()).toBe('pending')
      const julien = await desk().become('julien.moreau')
      expect((await julien.post('desk', '/confirm', { delivery, word: 'keep-out', reason: '' })).status).toBe(422)
      expect((await julien.post('desk', '/confirm', { delivery, word: 'keep-out', reason: 'Trop loin' })).status).toBe(
        303,
      )
      expect(await shown()).toBe('excluded')
      expect((await julien.post('desk', '/confirm?state=excluded', { delivery, word: 'show' })).status).toBe(303)
      expect(await shown()).toBe('live')
    })
  })

  it('takes an entry back from everywhere, saying why', async () => {
    const nadia = await desk().become('nadia.belkacem')
    const entry = await desk().propose('Une fiche à retirer')
    await nadia.post('desk', '/queue', { entry, word: 'approve', version: await desk().version(entry) })
    expect((await nadia.post('desk', `/entries/${entry}`, { act: 'withdraw', reason: '' })).status).toBe(422)
    const said = await nadia.post('desk', `/entries/${entry}`, { act: 'withdraw', reason: 'Démentie' })
    expect(said.status).toBe(303)
    expect((await nadia.get('desk', `/entries/${entry}?view=history`)).text).toContain('Démentie')
    expect((await desk().visitor().get('nievre', `/revue-de-presse/${entry}`)).status).toBe(410)
  })

  it('says every sentence of its pages in both languages', async () => {
    const nadia = await desk().become('nadia.belkacem')
    const entry = await desk().propose('Toutes les pages')
    const places = [
      '/',
      '/queue',
      `/queue?entry=${entry}&view=history`,
      `/entries/${entry}`,
      `/entries/${entry}?view=where`,
      `/entries/${entry}/explain`,
      `/entries/${entry}/explain?site=yonne`,
    ]
    for (const path of [...places, `/entries/${entry}?view=revisions`].flatMap((one) => [one, `/en${one}`])) {
      const { text, status } = await nadia.get('desk', path)
      expect(status, path).toBe(200)
      expect(text.match(/(?:>|")[^<"]*\b(?:desk|portal|problem|form|why)\.[a-z]+[.-][a-z-]+/g) ?? [], path).toEqual([])
    }
  })

  async function pressOf(site: string) {
    const found = (await desk().farm.memory()).sites.subscriptions(site).find((one) => one.mode === 'confirm')
    if (!found) throw new Error(`${site} confirms nothing`)
    return found
  }

  async function pendingOf(subscription: number): Promise<number[]> {
    const { deliveries } = desk().farm.storage.tables
    const rows = await desk().farm.storage.read.select().from(deliveries)
    return rows.filter((one) => one.subscription === subscription && one.state === 'pending').map((one) => one.entry)
  }
})
