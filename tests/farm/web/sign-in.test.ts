import { beforeAll, describe, expect, it } from 'vitest'
import { setPassword } from '../../../farm/identity/people.ts'
import { writeMeta } from '../../../farm/storage/network/network-store.ts'
import { person } from '../../farms.ts'
import type { Answer } from './desk-visitor.ts'
import { servedDesk } from './served-desk.ts'

const PASSWORD = 'sept-peniches-au-port'

describe('The desk lets people in', { timeout: 60_000 }, () => {
  const desk = servedDesk()

  beforeAll(async () => {
    const { farm } = desk()
    const { id } = await person(farm, 'nadia.belkacem')
    await setPassword(farm, { person: id, password: PASSWORD })
  })

  it('by their login or their e-mail, and leads to the page they asked for', async () => {
    const nadia = desk().visitor()
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
    const stranger = desk().visitor()
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
    const nadia = desk().visitor()
    const signed = await nadia.post('desk', '/sign-in', { login: 'nadia.belkacem', password: PASSWORD, to })
    expect(signed).toMatchObject({ status: 303, location: '/' })
  })

  it.each(['/', '/queue', '/entries/1', '/confirm', '/ticket?to=x', '/for/nievre', '/nowhere'])(
    'and shows nothing of %s to a visitor',
    async (path) => {
      const answer = await desk().visitor().get('desk', path)
      expect(answer.status).toBe(303)
      expect(answer.location).toMatch(/^\/sign-in/)
    },
  )

  it('to a private site by a ticket, once, on that host only', async () => {
    const gilles = await desk().become('gilles.perrot')
    const home = `http://saone-et-loire.localhost:${desk().port}/agenda`
    expect((await gilles.get('saone-et-loire', '/agenda')).status).toBe(403)
    const asks = await gilles.get('desk', `/ticket?to=${encodeURIComponent(home)}`)
    expect(asks.location).toBe(`http://saone-et-loire.localhost:${desk().port}/entrer?to=%2Fagenda`)
    const marked = await gilles.get('saone-et-loire', '/entrer?to=%2Fagenda')
    expect(gilles.cookie('saone-et-loire')).toMatch(/^terroir-asker=[\w-]{43}$/)
    const asked = new URL(marked.location)
    const { location } = await gilles.get('desk', `${asked.pathname}${asked.search}`)
    const { host, pathname, search } = new URL(location)
    expect(host).toBe(`saone-et-loire.localhost:${desk().port}`)
    const thief = desk().visitor()
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

  it('to nobody else’s browser: a link cannot sign another in as the one who made it', async () => {
    const [gilles, camille] = [await desk().become('gilles.perrot'), await desk().become('camille.ferrand')]
    const home = `http://saone-et-loire.localhost:${desk().port}/agenda`
    const marked = await gilles.get('saone-et-loire', '/entrer?to=%2Fagenda')
    const mark = new URL(marked.location).searchParams.get('mark') ?? ''
    const { location } = await gilles.get('desk', `/ticket?to=${encodeURIComponent(home)}&mark=${mark}`)
    const link = `/entrer${new URL(location).search}`
    const [stranger, lured] = [desk().visitor(), desk().visitor()]
    await lured.get('saone-et-loire', '/entrer?to=%2Fagenda')
    for (const browser of [stranger, lured, camille]) {
      expect(await browser.get('saone-et-loire', link)).toMatchObject({ status: 303, location: '/agenda' })
      expect((await browser.get('saone-et-loire', '/agenda')).status).toBe(403)
    }
    expect((await gilles.get('saone-et-loire', link)).location).toBe('/agenda')
    expect((await gilles.get('saone-et-loire', '/agenda')).status).toBe(200)
  })

  it('to two pages opened at once, by one secret', async () => {
    const gilles = await desk().become('gilles.perrot')
    const first = await gilles.get('saone-et-loire', '/entrer?to=%2Fagenda')
    const second = await gilles.get('saone-et-loire', '/entrer?to=%2F')
    const mark = (answer: Answer) => new URL(answer.location).searchParams.get('mark')
    expect(mark(second)).toBe(mark(first))
  })

  it('as anyone of the demo from any of its sites, but from nowhere else, and on no other farm', async () => {
    const visitor = desk().visitor()
    const back = { person: 'lea.bonnard', to: `http://nievre.localhost:${desk().port}/agenda` }
    const from = `http://nievre.localhost:${desk().port}`
    expect((await visitor.post('desk', '/become', back, 'https://voleur.example')).status).toBe(403)
    expect(visitor.cookie('desk')).toBe('')
    const became = await visitor.post('desk', '/become', back, from)
    expect(became.location).toContain('/ticket?to=')
    expect((await visitor.get('desk', '/')).text).toContain('Bonjour Léa')
    const mode = (value: string) =>
      desk().farm.storage.write((writer) => writeMeta(desk().farm.storage, writer, { key: 'mode', value }))
    await mode('farm')
    const other = desk().visitor()
    expect((await other.post('desk', '/become', { person: 'lea.bonnard' })).status).toBe(404)
    expect(other.cookie('desk')).toBe('')
    await mode('demo')
  })
})
