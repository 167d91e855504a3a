import { expect, it } from 'vitest'
import { forgetView, keepView, openView, type ViewWishes, viewsOf } from '../../../farm/lists/saved-views.ts'
import { VISITOR } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

const WISHES: ViewWishes = { name: 'Presse à relire', organisation: null, query: 'type=press-review&state=submitted' }

describeFarmOnBoth('A list kept under a name', (open) => {
  it('is its maker’s alone, unless it is kept for the people of a body', async () => {
    const farm = await open()
    const [lea, nadia] = [await person(farm, 'lea.bonnard'), await person(farm, 'nadia.belkacem')]
    const own = await keepView(farm, lea, WISHES)
    const shared = await keepView(farm, lea, { ...WISHES, name: 'Presse du mois', organisation: 'nievre' })
    if (!own.ok || !shared.ok) throw new Error('not kept')
    expect((await viewsOf(farm, lea)).map(({ name }) => name)).toEqual(['Presse du mois', 'Presse à relire'])
    expect((await viewsOf(farm, nadia)).map(({ name }) => name)).toEqual(['Presse du mois'])
    expect(await openView(farm, nadia, own.value.id)).toMatchObject({ problems: [{ code: 'unknown-view' }] })
    expect((await openView(farm, nadia, shared.value.id)).ok).toBe(true)
    for (const stranger of [VISITOR, await person(farm, 'yann.kerbrat')]) {
      expect(await viewsOf(farm, stranger)).toEqual([])
      expect((await openView(farm, stranger, shared.value.id)).ok).toBe(false)
    }
  })

  it('takes new filters under the same name and keeps its address', async () => {
    const farm = await open()
    const lea = await person(farm, 'lea.bonnard')
    const first = await keepView(farm, lea, WISHES)
    const again = await keepView(farm, lea, { ...WISHES, name: '  presse a  RELIRE ', query: 'state=published' })
    if (!first.ok || !again.ok) throw new Error('not kept')
    expect(again.value.id).toBe(first.value.id)
    expect(await openView(farm, lea, first.value.id)).toMatchObject({ value: { query: 'state=published' } })
  })

  it('is taken away by its maker or who administers the body, and by nobody else', async () => {
    const farm = await open()
    const [lea, nadia] = [await person(farm, 'lea.bonnard'), await person(farm, 'nadia.belkacem')]
    const francoise = await person(farm, 'francoise.dubreuil')
    for (const remover of [lea, francoise]) {
      const kept = await keepView(farm, lea, { ...WISHES, organisation: 'nievre' })
      if (!kept.ok) throw new Error('not kept')
      expect(await forgetView(farm, nadia, kept.value.id)).toMatchObject({ problems: [{ code: 'not-allowed' }] })
      expect((await forgetView(farm, remover, kept.value.id)).ok).toBe(true)
      expect((await openView(farm, lea, kept.value.id)).ok).toBe(false)
    }
  })

  it('says what is wrong with it', async () => {
    const farm = await open()
    const lea = await person(farm, 'lea.bonnard')
    const code = async (wishes: Partial<ViewWishes>) => {
      const kept = await keepView(farm, lea, { ...WISHES, ...wishes })
      return kept.ok ? 'kept' : kept.problems[0]?.code
    }
    expect(await code({ name: ' ' })).toBe('required')
    expect(await code({ name: 'x'.repeat(81) })).toBe('too-long')
    expect(await code({ query: 'x'.repeat(1_001) })).toBe('too-long')
    expect(await code({ organisation: 'nowhere' })).toBe('not-allowed')
    for (let i = 0; i < 50; i += 1) await code({ name: `Liste ${i}` })
    expect(await code({ name: 'Une de trop' })).toBe('too-many-views')
    expect(await code({ name: 'Liste 3', query: 'of=me' })).toBe('kept')
  })
})
