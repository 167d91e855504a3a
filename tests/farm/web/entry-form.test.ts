import { describe, expect, it } from 'vitest'
import type { Farm } from '../../../farm/open-farm.ts'
import { controlName } from '../../../farm/web/desk-forms/control.ts'
import { readEntryForm, withKept } from '../../../farm/web/desk-forms/read-entry-form.ts'
import { typedValues } from '../../../farm/web/desk-forms/typed-values.ts'
import { readValues } from '../../../pipeline/model/read-values.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { demoFarm } from '../../farms.ts'
import { fillForm } from './fill-form.ts'

const open = demoFarm()

let opened: Promise<Farm> | undefined

// Nothing here writes: one farm does for all.
async function house() {
  opened ??= open()
  const farm = await opened
  const memory = await farm.memory()
  const show = { ...memory, now: farm.now(), language: 'fr' as const }
  const kind = (id: string): ServiceType => {
    const found = memory.serviceType(id)
    if (!found) throw new Error(id)
    return found
  }
  return { farm, memory, show, kind }
}

function form(entries: Readonly<Record<string, string>>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) data.append(name, value)
  return data
}

describe('The generated form', () => {
  it('gives back the very same values when an entry of any kind is opened and saved untouched', async () => {
    const { farm, memory, show } = await house()
    const { entries, revisions } = farm.storage.tables
    const kinds = new Set<string>()
    const rows = await farm.storage.read.select().from(revisions)
    const owners = new Map((await farm.storage.read.select().from(entries)).map((row) => [row.id, row]))
    const titles = new Map([...owners.values()].map((row) => [row.id, row.title]))
    for (const { entry, values } of rows) {
      const serviceType = memory.serviceType(owners.get(entry)?.serviceType ?? '')
      if (!serviceType) continue
      kinds.add(serviceType.id)
      for (const language of ['fr', 'en'] as const) {
        const typed = typedValues(serviceType, values, { show: { ...show, language }, titles })
        const { raw } = readEntryForm(serviceType, fillForm(serviceType, typed, memory.thesaurus), memory.thesaurus)
        const read = readValues({ serviceType, raw, context: show })
        expect({ id: entry, ...read }).toEqual({ id: entry, values, problems: [] })
      }
    }
    expect([...kinds].sort()).toEqual([...memory.declarations.serviceTypes.keys()].sort())
  })

  it('shows places, subjects and amounts as people write them, not as they are stored', async () => {
    const { show, kind } = await house()
    const titles = new Map([[12, 'Maison de l’emploi']])
    const values = {
      territories: ['departement:58'],
      themes: ['employment'],
      organiser_entry: 12,
      start: '2026-12-01T09:30',
    }
    const typed = typedValues(kind('event'), values, { show, titles })
    expect(typed.territories).toEqual(['Nièvre (58)'])
    expect(typed.themes).toEqual(['employment'])
    expect(typed.organiser_entry).toBe('Maison de l’emploi (n° 12)')
    const job = typedValues(kind('job'), { pay: { amount: 185050, max: 200000, currency: 'EUR' } }, { show, titles })
    expect(job.pay).toEqual({ amount: '1850,50', max: '2000' })
  })

  it('keeps what is typed exactly as it was typed, sound or not', async () => {
    const { memory, kind } = await house()
    const data = form({
      'f.title': '  Deux | traits ',
      'f.start': 'le 40 mars',
      'f.territories': 'Nevres\r\n58194\r\n',
    })
    const { raw } = readEntryForm(kind('event'), data, memory.thesaurus)
    expect(raw).toMatchObject({ title: '  Deux | traits ', start: 'le 40 mars', territories: ['Nevres', '58194'] })
  })

  it('forgets the commune once the town or the postcode is written anew', async () => {
    const { memory, kind, show } = await house()
    const typed = { 'f.address.postcode': '58000', 'f.address.commune': 'commune:58194|Nevers|58000' }
    const communeOf = (town: string) => {
      const data = form({
        ...typed,
        'f.address.town': town,
        ...(town === 'Nevers' ? {} : { 'f.address.postcode': '58500' }),
      })
      const { raw } = readEntryForm(kind('event'), data, memory.thesaurus)
      const { values } = readValues({ serviceType: kind('event'), raw, context: show })
      return values.address
    }
    expect(communeOf('Nevers')).toMatchObject({ commune: 'commune:58194' })
    expect(communeOf('Clamecy')).toMatchObject({ commune: 'commune:58079', town: 'Clamecy' })
  })

  it('takes the commune ticked among its namesakes', async () => {
    const { memory, kind, show } = await house()
    const data = form({
      'f.address.town': 'Saint-Martin',
      'f.address.postcode': '',
      'f.address.commune': 'commune:32389',
    })
    const { raw } = readEntryForm(kind('event'), data, memory.thesaurus)
    const { values } = readValues({ serviceType: kind('event'), raw, context: show })
    expect(values.address).toMatchObject({ commune: 'commune:32389' })
  })

  it('puts kept files in their place among several, and drops the one to remove', async () => {
    const { memory, kind } = await house()
    const data = form({
      [controlName('photos', 0, 'file')]: 'a'.repeat(64),
      [controlName('photos', 0, 'alt')]: 'La grange',
      [controlName('photos', 0, 'remove')]: '1',
      [controlName('photos', 1, 'alt')]: 'Le tracteur',
    })
    data.append(controlName('photos', 1, 'upload'), new File(['x'], 'tracteur.png'))
    data.append(controlName('photos', 2, 'upload'), new File([], ''))
    const { raw, chosen } = readEntryForm(kind('classified'), data, memory.thesaurus)
    expect(chosen.map(({ index, file }) => [index, file.name])).toEqual([[1, 'tracteur.png']])
    const kept = chosen.map((one) => ({ ...one, id: 'b'.repeat(64), name: 'tracteur.png' }))
    expect(withKept(raw, kept).photos).toEqual([
      { file: '', alt: '', credit: '' },
      { file: 'b'.repeat(64), alt: 'Le tracteur', credit: '' },
      { file: '', alt: '', credit: '' },
    ])
  })
})
