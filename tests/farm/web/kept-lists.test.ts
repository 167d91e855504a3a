import { expect, it } from 'vitest'
import { servedDesk } from './served-desk.ts'

const desk = servedDesk()

it('A list of the desk is kept under a name, opened, taken away as a file, and removed', {
  timeout: 120_000,
}, async () => {
  const lea = await desk().become('lea.bonnard')
  const kept = await lea.post('desk', '/entries?type=press-review&from=2026-11-01', {
    ...{ name: 'Presse <du> mois', for: 'nievre' },
  })
  expect(kept.status).toBe(303)
  const address = kept.location.replace(/\?.*/, '')
  expect(address).toMatch(/^\/views\/\d+$/)
  const page = await lea.get('desk', address)
  expect(page.text).toContain('Presse &lt;du&gt; mois')
  expect(page.text).toContain('depuis le 1 novembre 2026')
  expect(page.text).toContain(`${address}.atom`)
  const table = await lea.get('desk', `${address}.csv`)
  expect(table.status).toBe(200)
  expect(table.text.split('\r\n').length).toBeGreaterThan(3)
  expect((await lea.get('desk', `${address}.atom`)).text).toContain('<title>Presse &lt;du&gt; mois – ')

  const nadia = await desk().become('nadia.belkacem')
  expect((await nadia.get('desk', '/entries')).text).toContain('Presse &lt;du&gt; mois')
  expect((await nadia.get('desk', address)).text).not.toContain('Supprimer cette liste gardée')
  const stranger = await desk().become('yann.kerbrat')
  expect((await stranger.get('desk', address)).status).toBe(404)
  expect((await stranger.get('desk', `${address}.csv`)).status).toBe(404)
  expect((await desk().visitor().get('desk', `${address}.csv`)).text).not.toContain('press')

  const wrong = await lea.post('desk', '/entries?type=press-review', { name: ' ', for: '' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('id="name-error"')
  expect((await lea.post('desk', address, { do: 'remove' })).location).toBe('/entries?done=removed')
  expect((await lea.get('desk', address)).status).toBe(404)
})
