import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createMapping } from '../../../farm/batches/mappings.ts'
import { finishJob } from '../../../farm/jobs/finish-job.ts'
import { revokeKey } from '../../../farm/partners/keys.ts'
import { keysOf } from '../../../farm/storage/gateways/partner-store.ts'
import { openJobs } from '../../../farm/storage/jobs/job-store.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'
import { apiClient, CSV } from './api-client.ts'

describeFarmOnBoth('A large file brought to the API', (open) => {
  const client = apiClient(open)

  // A cell that no column knows makes a file large without making many entries.
  const large = (padding: string) => {
    const [heading = '', ...rows] = CSV.trim().split(/\r?\n/)
    const separator = heading.includes(';') ? ';' : ','
    return [`${heading}${separator}inconnu`, ...rows.map((row) => `${row}${separator}${padding}`)].join('\n')
  }
  const rowsOf = large('').split('\n').length - 1
  const bring = async (key: string, mark: string) => {
    const body = large(mark.repeat(Math.ceil(2_200_000 / mark.length / rowsOf)).slice(0, 1_000_000))
    const sent = rowsOf * 1_000_000 > 2_200_000 ? body : `${body}\n${'\n'.repeat(2_200_000)}`
    return client().ask('/imports?serviceType=press-review&name=gros.csv', { method: 'POST', key, body: sent })
  }
  const workOff = async () => {
    const { farm } = client()
    for (const { id, kind } of await openJobs(farm.storage, '')) if (kind === 'import') await finishJob(farm, id)
  }

  it('is accepted with the address of its report, then read with the rights of the key', async () => {
    const key = await client().key(['write:type:press-review'])
    const made = await bring(key, 'x')
    expect([made.status, made.json.done]).toEqual([202, false])
    const address = made.headers.get('location') ?? ''
    expect(address).toMatch(/\/api\/v1\/imports\/\d+$/)
    await workOff()
    const report = await client().ask(address.slice(address.indexOf('/imports')), { key })
    expect(report.json).toMatchObject({ done: true, name: 'gros.csv', total: rowsOf })
  })

  it('is read by a mapping of the partner’s own body, which no other may name', async () => {
    const { farm } = client()
    const key = await client().key(['write:type:press-review'])
    const mapping = { reading: {}, identity: [], fields: { title: { from: ['Quoi'], steps: [] } } }
    const kept = (name: string, organisation: string) =>
      createMapping(farm, FARM, { organisation, serviceType: 'press-review', name, mapping })
    expect([
      (await kept('Du partenaire', 'nievre')).ok,
      (await kept('D’ailleurs', 'bourgogne-franche-comte')).ok,
    ]).toEqual([true, true])
    const ask = (name: string, more = '') =>
      client().ask(`/imports?serviceType=press-review&rehearse=true&mapping=${encodeURIComponent(name)}`, {
        ...{ method: 'POST', key, body: `Quoi\nUn titre${more}` },
      })
    const read = await ask('du partenaire')
    expect(read.json.problems.map(({ code }: { code: string }) => code)).not.toContain('unknown-column')
    expect(read.json).toMatchObject({ total: 1 })
    expect((await ask('D’ailleurs')).json.code).toBe('unknown-mapping')
    expect((await ask('du partenaire', '\n'.repeat(2_200_000))).status).toBe(202)
  })

  it('is not read by a key that was taken back meanwhile', async () => {
    const { farm, partner } = client()
    const key = await client().key(['write:type:press-review'])
    const made = await bring(key, 'y')
    expect(made.status).toBe(202)
    const last = (await keysOf(farm.storage, [partner])).at(-1)?.id ?? 0
    await revokeKey(farm, await person(farm, 'francoise.dubreuil'), { partner, key: last })
    await workOff()
    const other = await client().key(['write:type:press-review'])
    const report = await client().ask(`/imports/${made.json.id}`, { key: other })
    expect(report.json.total).toBe(0)
  })

  it('is refused at once where the key may not bring such entries, and leaves nothing on the disk', async () => {
    const narrow = await client().key(['write:type:event'])
    expect((await bring(narrow, 'z')).json.code).toBe('outside-key')
    const left = await readdir(join(client().farm.files, 'imports')).catch(() => [])
    expect(left.filter((name) => !/^[0-9a-f]{64}\.zst$/.test(name))).toEqual([])
  })
})
