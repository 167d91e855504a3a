import { beforeAll, expect, it } from 'vitest'
import { importBatch } from '../../../farm/batches/import-batch.ts'
import {
  createMapping,
  duplicateMapping,
  listMappings,
  mappingNamed,
  mappingOf,
  openMapping,
  removeMapping,
  updateMapping,
} from '../../../farm/batches/mappings.ts'
import type { Farm } from '../../../farm/open-farm.ts'
import { bringSample } from '../../../farm/sources/bring-sample.ts'
import { readWaiting } from '../../../farm/sources/waiting-file.ts'
import type { Person } from '../../../farm/storage/network/people-reader.ts'
import { readMapping } from '../../../pipeline/intake/mapping/read-mapping.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { makeWorkbook } from '../../pipeline/intake/mapping/make-workbook.ts'

const json = {
  identity: 'réf',
  fields: {
    title: { from: 'poste' },
    occupation: { from: 'rome' },
    employer: { constant: 'Employeur anonyme' },
    'address.postcode': { from: 'cp', steps: [{ do: 'pad', length: 5, with: '0' }] },
    'address.town': { from: 'ville' },
    contract: {
      from: 'contrat',
      values: { pairs: { 'CDI intérimaire': 'permanent', CDI: 'permanent' }, others: 'refuse' },
    },
    body: { from: 'texte' },
    deadline: { constant: '2027-12-31' },
    themes: { constant: 'emploi' },
  },
}

function mapping(fields: object = json.fields) {
  const read = readMapping({ ...json, fields }, 'x')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

const code = (result: { readonly ok: boolean; readonly problems?: readonly { readonly code: string }[] }) =>
  result.ok ? 'ok' : result.problems?.[0]?.code

describeFarmOnBoth('Saved mappings', (open) => {
  let farm: Farm
  let moderator: Person
  let contributor: Person
  let organisation: string
  const wishes = (name: string) => ({ organisation, serviceType: 'job', name, mapping: mapping() })

  beforeAll(async () => {
    farm = await open()
    moderator = await person(farm, 'nadia.belkacem')
    contributor = await person(farm, 'lea.bonnard')
    organisation = moderator.memberships.find((held) => held.role === 'moderator')?.organisation ?? ''
  })

  it('are made by who may import, and by nobody else', async () => {
    expect(code(await createMapping(farm, contributor, wishes('Offres')))).toBe('not-allowed')
    const made = await createMapping(farm, moderator, wishes(' Offres du conseil '))
    expect(made).toMatchObject({
      ok: true,
      value: { name: 'Offres du conseil', version: 1, mapping: { serviceType: 'job' } },
    })
    expect((await listMappings(farm, moderator)).map(({ name }) => name)).toContain('Offres du conseil')
    expect(await listMappings(farm, contributor)).toEqual([])
    const id = made.ok ? made.value.id : 0
    expect(code(await openMapping(farm, contributor, id))).toBe('unknown-mapping')
    expect(code(await updateMapping(farm, contributor, { id, version: 1, name: 'Autre' }))).toBe('unknown-mapping')
    expect(code(await removeMapping(farm, contributor, id))).toBe('unknown-mapping')
  })

  it('have a name of their own, fields that exist, and are never overwritten unawares', async () => {
    expect(code(await createMapping(farm, moderator, wishes('offres du CONSEIL')))).toBe('mapping-exists')
    expect(code(await createMapping(farm, moderator, wishes(' ')))).toBe('required')
    const strange = mapping({ ...json.fields, 'address.planet': { constant: 'Mars' } })
    expect(code(await createMapping(farm, moderator, { ...wishes('Mars'), mapping: strange }))).toBe('unknown-field')
    const found = await mappingNamed(farm, { name: 'offres du conseil', organisation })
    if (!found.ok) throw new Error('lost')
    const { id } = found.value
    const renamed = await updateMapping(farm, moderator, { id, version: 1, name: 'Offres' })
    expect(renamed).toMatchObject({ ok: true, value: { version: 2 } })
    expect(code(await updateMapping(farm, moderator, { id, version: 1, name: 'Perdu' }))).toBe('stale-version')
    expect(await mappingOf(farm, id)).toMatchObject({ ok: true, value: renamed.ok ? renamed.value.mapping : {} })
  })

  it('are copied, and taken away unless a source reads by them', async () => {
    const found = await mappingNamed(farm, { name: 'Offres', organisation })
    if (!found.ok) throw new Error('lost')
    const copy = await duplicateMapping(farm, moderator, found.value.id)
    expect(copy).toMatchObject({ ok: true, value: { name: 'Offres (2)' } })
    const id = copy.ok ? copy.value.id : 0
    const { tables, write } = farm.storage
    await write(async ({ db }) => {
      await db.update(tables.sources).set({ mapping: id })
    })
    expect(code(await removeMapping(farm, moderator, id))).toBe('mapping-in-use')
    await write(async ({ db }) => {
      await db.update(tables.sources).set({ mapping: null })
    })
    expect(code(await removeMapping(farm, moderator, id))).toBe('ok')
    expect(code(await mappingOf(farm, id))).toBe('unknown-mapping')
  })

  it('make entries of a workbook, and correct them by their identity the next time', async () => {
    const head = ['réf', 'poste', 'rome', 'cp', 'ville', 'contrat', 'texte']
    const rows = [
      head,
      ['O-1', 'Soudeur', 'H2913', '58000', 'Nevers', 'CDI', 'Souder des rails.'],
      ['O-2', 'Boulangère', 'D1102', '1000', 'Bourg-en-Bresse', 'CDI intérimaire', 'Faire le pain.'],
      ['O-3', 'Maçon', 'F1703', '58000', 'Nevers', 'Stage', 'Monter des murs.'],
    ]
    const about = { name: 'offres.xlsx', serviceType: 'job', organisation, actor: moderator }
    const content = (sheet: typeof rows) => ({ bytes: makeWorkbook({ Offres: sheet }), mapping: mapping() })
    const first = await importBatch(farm, { ...about, content: content(rows) })
    expect(first).toMatchObject({ ok: true, value: { new: 2, refused: 1 } })
    expect(first.ok && first.value.problems[0]).toMatchObject({ code: 'unmapped-value', field: 'contract', line: 4 })
    const retold = [
      head,
      ['O-1', 'Soudeuse ou soudeur', 'H2913', '58000', 'Nevers', 'CDI', 'Souder des rails.'],
      ...rows.slice(2, 3),
    ]
    const second = await importBatch(farm, { ...about, content: content(retold) })
    expect(second).toMatchObject({ ok: true, value: { new: 0, changed: 1, same: 1 } })
  })

  it('are tried on files of closed addresses no more than sources are', async () => {
    const asked = { url: 'http://127.0.0.1:9/offres.csv', organisation }
    expect(code(await bringSample(farm, contributor, asked))).toBe('not-allowed')
    expect(code(await bringSample(farm, moderator, asked))).toBe('private-address')
    expect(await readWaiting(farm.files, '../../etc/passwd')).toBeUndefined()
  })
})
