import { describe, expect, it } from 'vitest'
import { changeSubscriptions } from '../../../farm/sites/change-subscriptions.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { servedDesk } from './served-desk.ts'

describe('The page of a perimeter that sections ask for', () => {
  const desk = servedDesk()

  it('names them, wants another place in its stead, shows what that changes, and removes it', async () => {
    const camille = await desk().become('camille.ferrand')
    const page = '/territories/rives'
    const { farm } = desk()
    const empty = await camille.post('desk', '/territories/new', {
      code: '',
      name: '',
      members: 'Nevers (58)',
      do: 'save',
    })
    expect([empty.status, ...(empty.text.match(/(?:Nom|Code)\u00a0: À remplir\./g) ?? [])]).toEqual([
      422,
      'Code\u00a0: À remplir.',
      'Nom\u00a0: À remplir.',
    ])
    const made = { code: 'rives', name: 'Rives', members: 'Nevers (58)', do: 'save' }
    expect((await camille.post('desk', '/territories/new', made)).status).toBe(303)
    const sections = (await farm.memory()).sites.subscriptions('nievre')
    const wanted = sections.map((one, i) =>
      i === 0 ? { ...one, when: { all: [{ service_type: ['news'] }, { territory: ['perimeter:rives'] }] } } : one,
    )
    expect((await changeSubscriptions(farm, { actor: FARM, site: 'nievre', services: wanted })).ok).toBe(true)
    expect((await camille.get('desk', page)).text).toContain('name="instead"')
    expect((await camille.post('desk', page, { instead: '', do: 'remove' })).status).toBe(422)
    expect((await camille.post('desk', page, { instead: 'Nulle-Part', do: 'try' })).status).toBe(422)
    const tried = await camille.post('desk', page, { instead: 'Nièvre', do: 'try' })
    expect([tried.status, tried.text.includes('id="rehearsed"')]).toEqual([200, true])
    expect((await camille.post('desk', page, { instead: 'Nièvre', do: 'remove' })).status).toBe(303)
    const { gazetteer, sites } = await farm.memory()
    expect(gazetteer.get('perimeter:rives')?.key).toBe('departement:58')
    expect(JSON.stringify(sites.subscriptions('nievre')[0]?.when)).toContain('departement:58')
    expect((await camille.get('desk', page)).status).toBe(404)
  })

  it('lists every use with the way to it and what becomes of it, and lets all of them give way', async () => {
    const camille = await desk().become('camille.ferrand')
    const { farm } = desk()
    const make = (name: string, members: string) =>
      camille.post('desk', '/territories/new', { code: name.toLowerCase(), name, members, do: 'save' })
    expect([(await make('Quais', 'Nevers (58)')).status, (await make('Boucle', 'Quais')).status]).toEqual([303, 303])
    const shown = await camille.get('desk', '/territories/quais')
    expect(shown.text).toContain('href="/territories/boucle"')
    expect(shown.text).toContain('contiendra le territoire qui prend sa place')
    const around = await camille.post('desk', '/territories/quais', { instead: 'Boucle', do: 'remove' })
    expect([around.status, around.text.includes('contient ce périmètre')]).toEqual([422, true])
    expect((await camille.post('desk', '/territories/quais', { instead: 'Nièvre', do: 'remove' })).status).toBe(303)
    expect((await farm.memory()).gazetteer.ancestors('departement:58')).toContain('perimeter:boucle')
    expect((await make('Quais', 'Nevers (58)')).status).toBe(422)
  })
})
