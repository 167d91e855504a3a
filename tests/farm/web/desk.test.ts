import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setPassword } from '../../../farm/identity/people.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { type ServedFarm, serveFarm } from '../../../farm/server/serve-farm.ts'
import { writeMeta } from '../../../farm/storage/network-store.ts'
import type { Submission } from '../../../pipeline/model/submission.ts'
import { demoFarm, person } from '../../farms.ts'
import { type DeskVisitor, deskVisitor } from './desk-visitor.ts'

const PASSWORD = 'sept-peniches-au-port'

describe('The desk, over HTTP', { timeout: 60_000 }, () => {
  const open = demoFarm()
  let farm: Farm
  let served: ServedFarm

  beforeAll(async () => {
    farm = await open()
    const { id } = await person(farm, 'nadia.belkacem')
    await setPassword(farm, { person: id, password: PASSWORD })
    const built = new URL('../../../dist', import.meta.url).pathname
    served = await serveFarm(farm, { port: 0, built, work: false })
  })
  afterAll(() => served?.stop())

  describe('lets people in', () => {
    it('by their login or their e-mail, and leads to the page they asked for', async () => {
      const nadia = deskVisitor(served.port)
      expect(await nadia.get('desk', '/queue?step=moderate')).toMatchObject({
        status: 303,
        location: '/sign-in?to=%2Fqueue%3Fstep%3Dmoderate',
      })
      const fields = { login: 'Nadia.Belkacem@terroir.example', password: PASSWORD, to: '/queue?step=moderate' }
      expect(await nadia.post('desk', '/sign-in', fields)).toMatchObject({
        status: 303,
        location: '/queue?step=moderate',
      })
      expect(await nadia.get('desk', '/queue?step=moderate')).toMatchObject({ status: 200 })
      await nadia.post('desk', '/sign-out', {})
      expect(await nadia.get('desk', '/queue')).toMatchObject({ status: 303 })
    })

    it('never with a wrong password, and says so without saying which of the two is wrong', async () => {
      const stranger = deskVisitor(served.port)
      const wrong = await stranger.post('desk', '/sign-in', { login: 'nadia.belkacem', password: 'Nevers58Nevers' })
      expect(wrong.status).toBe(422)
      expect(wrong.text).toContain('L’identifiant ou le mot de passe ne convient pas.')
      expect(stranger.cookie('desk')).toBe('')
    })

    it.each([
      'https://voleur.example/',
      '//voleur.example',
      '/\\voleur.example',
      'javascript:alert(1)',
      'http://desk.localhost@voleur.example/',
    ])('and never leads out of the desk: %s', async (to) => {
      const nadia = deskVisitor(served.port)
      const signed = await nadia.post('desk', '/sign-in', { login: 'nadia.belkacem', password: PASSWORD, to })
      expect(signed).toMatchObject({ status: 303, location: '/' })
    })

    it.each(['/', '/queue', '/entries/1', '/confirm', '/ticket?to=x', '/for/nievre', '/nowhere'])(
      'and shows nothing of %s to a visitor',
      async (path) => {
        const answer = await deskVisitor(served.port).get('desk', path)
        expect(answer.status).toBe(303)
        expect(answer.location).toMatch(/^\/sign-in/)
      },
    )

    it('to a private site by a ticket, once, on that host only', async () => {
      const gilles = await become('gilles.perrot')
      const home = `http://saone-et-loire.localhost:${served.port}/agenda`
      expect((await gilles.get('saone-et-loire', '/agenda')).status).toBe(403)
      const { location } = await gilles.get('desk', `/ticket?to=${encodeURIComponent(home)}`)
      const { host, pathname, search } = new URL(location)
      expect(host).toBe(`saone-et-loire.localhost:${served.port}`)
      const thief = deskVisitor(served.port)
      await thief.get('cvtheque', `${pathname}${search}`)
      expect(thief.cookie('cvtheque')).toBe('')
      expect(await gilles.get('saone-et-loire', `${pathname}${search}`)).toMatchObject({
        status: 303,
        location: '/agenda',
      })
      expect((await gilles.get('saone-et-loire', '/agenda')).status).toBe(200)
      await thief.get('saone-et-loire', `${pathname}${search}`)
      expect((await thief.get('saone-et-loire', '/agenda')).status).toBe(403)
      expect(await gilles.get('desk', '/ticket?to=https%3A%2F%2Fvoleur.example%2F')).toMatchObject({ location: '/' })
    })

    it('as anyone of the demo from any of its sites, but from nowhere else, and on no other farm', async () => {
      const visitor = deskVisitor(served.port)
      const back = { person: 'lea.bonnard', to: `http://nievre.localhost:${served.port}/agenda` }
      const from = `http://nievre.localhost:${served.port}`
      expect((await visitor.post('desk', '/become', back, 'https://voleur.example')).status).toBe(403)
      expect(visitor.cookie('desk')).toBe('')
      const became = await visitor.post('desk', '/become', back, from)
      expect(became.location).toContain('/ticket?to=')
      expect((await visitor.get('desk', '/')).text).toContain('Bonjour Léa')
      const mode = (value: string) =>
        farm.storage.write((writer) => writeMeta(farm.storage, writer, { key: 'mode', value }))
      await mode('farm')
      const other = deskVisitor(served.port)
      expect((await other.post('desk', '/become', { person: 'lea.bonnard' })).status).toBe(404)
      expect(other.cookie('desk')).toBe('')
      await mode('demo')
    })
  })

  describe('reviews', () => {
    it('an approval that shows on the portal and in its feed at once', async () => {
      const nadia = await become('nadia.belkacem')
      const entry = await propose('À Decize, la filature forme ses fileuses')
      const reading = await nadia.get('desk', `/queue?step=moderate&entry=${entry}`)
      expect(reading.text).toContain('Emploi Formation en Nièvre')
      const said = await nadia.post('desk', '/queue?step=moderate', {
        entry,
        word: 'approve',
        version: await version(entry),
      })
      expect(said.status).toBe(303)
      expect((await nadia.get('desk', said.location)).text).toMatch(
        /« À Decize, la filature forme ses fileuses » est publiée/,
      )
      const reader = deskVisitor(served.port)
      expect((await reader.get('nievre', '/revue-de-presse')).text).toContain('la filature forme ses fileuses')
      expect((await reader.get('nievre', '/revue-de-presse.rss')).text).toContain('la filature forme ses fileuses')
    })

    it('nothing from a contributor, whatever is posted', async () => {
      const lea = await become('lea.bonnard')
      const entry = await propose('Une fiche que Léa voudrait publier', 'thomas.jacquet')
      const fields = { entry, word: 'approve', version: await version(entry) }
      expect((await lea.post('desk', '/queue', fields)).status).toBe(403)
      expect(await state(entry)).toBe('submitted')
    })

    it('a return only with its reason', async () => {
      const nadia = await become('nadia.belkacem')
      const entry = await propose('Il manque une date à cette fiche')
      const word = { entry, word: 'return', version: await version(entry) }
      const bare = await nadia.post('desk', `/queue?entry=${entry}`, { ...word, reason: '   ' })
      expect(bare.status).toBe(422)
      expect(bare.text).toContain('Dites pourquoi')
      expect(await state(entry)).toBe('submitted')
      expect((await nadia.post('desk', `/queue?entry=${entry}`, { ...word, reason: 'La date ?' })).status).toBe(303)
      expect(await state(entry)).toBe('changes-requested')
      expect((await (await become('lea.bonnard')).get('desk', '/')).text).toContain('La date ?')
    })

    it('nobody’s word on what they have not read: what changed meanwhile is shown, and what was typed is kept', async () => {
      const nadia = await become('nadia.belkacem')
      const entry = await propose('Deux lecteurs pour une fiche')
      const before = await farm.ports.entries.get(entry)
      await propose('Deux lecteurs pour une seule fiche', 'lea.bonnard', entry)
      const late = await nadia.post('desk', `/queue?entry=${entry}`, {
        ...{ entry, word: 'refuse', reason: 'Déjà parue mardi' },
        ...{ version: before?.version ?? 0, revision: before?.workingRevision ?? 0 },
      })
      expect(late.status).toBe(409)
      expect(late.text).toContain('Déjà parue mardi')
      expect(late.text).toMatch(/Changé depuis que vous l’avez ouverte[\s\S]*<ins[^>]*>[\s\S]*seule/)
      expect(await state(entry)).toBe('submitted')
    })

    it('one item by one person at a time, unless it is taken over', async () => {
      const [nadia, francoise] = [await become('nadia.belkacem'), await become('francoise.dubreuil')]
      const entry = await propose('Une fiche ouverte par deux personnes')
      await nadia.get('desk', `/queue?entry=${entry}`)
      const seen = (await francoise.get('desk', `/queue?entry=${entry}`)).text
      expect(seen).toContain('avec N. Belkacem')
      expect(seen).not.toContain('value="approve"')
      await (await become('yann.kerbrat')).post('desk', '/queue', { entry, word: 'take' })
      expect((await francoise.get('desk', `/queue?entry=${entry}`)).text).toContain('avec N. Belkacem')
      await francoise.post('desk', `/queue?entry=${entry}`, { entry, word: 'take' })
      expect((await francoise.get('desk', `/queue?entry=${entry}`)).text).toContain('value="approve"')
      expect((await nadia.get('desk', `/queue?entry=${entry}`)).text).toContain('avec F. Dubreuil')
    })

    it('never one’s own entry: it waits for somebody else, and is not in one’s queue', async () => {
      const nadia = await become('nadia.belkacem')
      const entry = await propose('Une fiche de Nadia', 'nadia.belkacem')
      expect((await nadia.get('desk', '/queue')).text).not.toContain('Une fiche de Nadia')
      const own = await nadia.post('desk', `/queue?entry=${entry}`, {
        entry,
        word: 'approve',
        version: await version(entry),
      })
      expect(own.status).toBe(422)
      expect(own.text).toContain('On ne décide pas de sa propre fiche')
      expect(await state(entry)).toBe('submitted')
      expect((await (await become('francoise.dubreuil')).get('desk', '/queue')).text).toContain('Une fiche de Nadia')
    })

    it('several at once, telling for each what became of it', async () => {
      const nadia = await become('nadia.belkacem')
      const [good, stale] = [await propose('Première d’un lot'), await propose('Seconde d’un lot')]
      const pick = [`${good}:${await version(good)}`, `${stale}:999`]
      const said = await nadia.post('desk', '/queue', { word: 'approve-all', pick })
      const report = (await nadia.get('desk', said.location)).text
      expect(report).toContain('1 fiche a avancé')
      expect(report).toMatch(
        /Première d’un lot[\s\S]*Publié[\s\S]*Seconde d’un lot[\s\S]*modifié cette fiche entre-temps/,
      )
      expect(await state(good)).toBe('published')
      expect(await state(stale)).toBe('submitted')
    })
  })

  describe('keeps organisations apart', () => {
    it('answers 403 to strangers, and gives nothing of the entry away', async () => {
      const entry = await propose('Un secret de la Nièvre')
      const yann = await become('yann.kerbrat')
      for (const path of [`/entries/${entry}`, `/entries/${entry}?view=history`, `/queue?entry=${entry}`]) {
        const answer = await yann.get('desk', path)
        expect(answer.status, path).toBe(403)
        expect(answer.text).not.toContain('Un secret de la Nièvre')
      }
      expect((await yann.get('desk', '/entries/999999')).status).toBe(404)
      expect((await yann.post('desk', `/entries/${entry}`, { act: 'trash' })).status).toBe(403)
      expect(await state(entry)).toBe('submitted')
    })

    it('names no private space to those who may not read it', async () => {
      const lea = await become('lea.bonnard')
      const entry = await propose('Où ira cette fiche ?')
      const page = (await lea.get('desk', `/entries/${entry}?view=where`)).text
      expect(page).toContain('espace privé')
      expect(page).not.toContain('Atelier de veille')
      const visitor = (await deskVisitor(served.port).get('', '/')).text
      expect(visitor).toContain('Emploi Formation en Nièvre')
      for (const name of ['Atelier de veille', 'CVthèque', 'Saône et Charolais, emploi'])
        expect(visitor).not.toContain(name)
    })

    it('lets a site keep an entry out with its reason, and nobody else do it', async () => {
      const { id: subscription } = await pressOf('haut-nivernais')
      const [waiting] = await pendingOf(subscription)
      const delivery = `${waiting}:${subscription}`
      const shown = async () =>
        (await farm.ports.entries.deliveries([waiting ?? 0])).find((one) => one.subscription === subscription)?.state
      const yann = await become('yann.kerbrat')
      expect((await yann.post('desk', '/confirm', { delivery, word: 'show' })).status).toBe(403)
      expect(await shown()).toBe('pending')
      const julien = await become('julien.moreau')
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
    const nadia = await become('nadia.belkacem')
    const entry = await propose('Une fiche à retirer')
    await nadia.post('desk', '/queue', { entry, word: 'approve', version: await version(entry) })
    expect((await nadia.post('desk', `/entries/${entry}`, { act: 'withdraw', reason: '' })).status).toBe(422)
    const said = await nadia.post('desk', `/entries/${entry}`, { act: 'withdraw', reason: 'Démentie' })
    expect(said.status).toBe(303)
    expect((await nadia.get('desk', `/entries/${entry}?view=history`)).text).toContain('Démentie')
    expect((await deskVisitor(served.port).get('nievre', `/revue-de-presse/${entry}`)).status).toBe(410)
  })

  it('says every sentence of its pages in both languages', async () => {
    const nadia = await become('nadia.belkacem')
    const entry = await propose('Toutes les pages')
    const places = [
      '/',
      '/queue',
      `/queue?entry=${entry}&view=history`,
      `/entries/${entry}`,
      `/entries/${entry}?view=where&explain=yonne`,
    ]
    for (const path of [...places, `/entries/${entry}?view=revisions`].flatMap((one) => [one, `/en${one}`])) {
      const { text, status } = await nadia.get('desk', path)
      expect(status, path).toBe(200)
      expect(text.match(/(?:>|")[^<"]*\b(?:desk|portal|problem|form)\.[a-z]+[.-][a-z-]+/g) ?? [], path).toEqual([])
    }
  })

  async function become(login: string): Promise<DeskVisitor> {
    const visitor = deskVisitor(served.port)
    const answer = await visitor.post('desk', '/become', { person: login })
    if (answer.status !== 303) throw new Error(`nobody became ${login}: ${answer.status}`)
    return visitor
  }

  async function propose(title: string, login = 'lea.bonnard', entry?: number): Promise<number> {
    const author = await person(farm, login)
    const submission: Submission = {
      ...{ serviceType: 'press-review', organisation: 'nievre', road: 'form', intent: 'propose', entry },
      raw: {
        ...{ title, source_name: 'Le Courrier du Morvan', source_date: '2026-11-02', rights: 'link' },
        ...{ summary: `${title}, en quelques lignes bien à nous.`, themes: ['employment'], territories: ['Decize'] },
      },
    }
    const [arrival] = await farm.submit([submission], { actor: author })
    if (!arrival?.entry) throw new Error(JSON.stringify(arrival?.problems))
    return arrival.entry
  }

  const state = async (entry: number) => (await farm.ports.entries.get(entry))?.state
  const version = async (entry: number) => (await farm.ports.entries.get(entry))?.version ?? 0

  async function pressOf(site: string) {
    const found = (await farm.memory()).sites.subscriptions(site).find((one) => one.mode === 'confirm')
    if (!found) throw new Error(`${site} confirms nothing`)
    return found
  }

  async function pendingOf(subscription: number): Promise<number[]> {
    const { deliveries } = farm.storage.tables
    const rows = await farm.storage.read.select().from(deliveries)
    return rows.filter((one) => one.subscription === subscription && one.state === 'pending').map((one) => one.entry)
  }
})
