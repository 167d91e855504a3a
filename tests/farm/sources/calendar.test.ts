import { expect, test } from 'vitest'
import { harvestSource } from '../../../farm/sources/harvest.ts'
import { createSource } from '../../../farm/sources/sources.ts'
import { decide } from '../../../pipeline/decide.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import { describeOnBoth } from '../../databases.ts'
import { loopbackOnly, serve } from './local-server.ts'
import { smallFarm } from './small-farm.ts'

function calendar(...events: readonly (readonly string[])[]): string {
  const blocks = events.flatMap((lines) => [
    'BEGIN:VEVENT',
    ...lines,
    'LOCATION:Salle des fêtes\\, 58000 Nevers',
    'END:VEVENT',
  ])
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...blocks, 'END:VCALENDAR', ''].join('\r\n')
}

const FAIR = ['UID:foire@example', 'SUMMARY:Foire aux métiers', 'DTSTART:20270318T080000Z', 'DTEND:20270318T160000Z']
const CLASS = [
  'UID:cours@example',
  'SUMMARY:Cours du mardi',
  'DTSTART;TZID=Europe/Paris:20270105T180000',
  'RRULE:FREQ=WEEKLY;COUNT=8',
]

describeOnBoth('a calendar pulled from a source', (open) => {
  test('brings its events, follows what moves, and withdraws what it takes back', async () => {
    const farm = smallFarm(await open())
    let now = calendar(FAIR, CLASS)
    const url = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/calendar' }).end(now))
    const gateway = { ...farm, allowPrivate: loopbackOnly, limits: { idle: 2000, total: 8000, pause: 0 } }
    const wishes = {
      name: 'Agenda',
      url: `${url}/agenda.ics`,
      organisation: 'nievre',
      serviceType: 'event',
      everyMinutes: 60,
    }
    const created = await createSource(gateway, FARM, { ...wishes, defaults: { themes: 'emploi' } })
    if (!created.ok) throw new Error(JSON.stringify(created.problems))
    const harvest = async () => {
      farm.wait(60)
      const result = await harvestSource(gateway, created.value.id, { force: true })
      if (!result.ok || result.value.kind !== 'imported') throw new Error(JSON.stringify(result))
      const { report } = result.value
      return [report.new, report.changed, report.same, report.gone, report.refused]
    }
    expect(await harvest()).toEqual([2, 0, 0, 0, 0])
    expect(await harvest()).toEqual([0, 0, 2, 0, 0])
    for (const entry of await farm.entries()) {
      expect(await decide(farm.ports, { entry: entry.id, word: 'approve', reason: '', actor: FARM })).toMatchObject({
        ok: true,
      })
    }

    const moved = ['UID:cours@example', 'RECURRENCE-ID:20270112T170000Z', 'DTSTART:20270113T170000Z']
    now = calendar(FAIR, CLASS, moved)
    // The one that moved is new, its series leaves its day out.
    expect(await harvest()).toEqual([1, 1, 1, 0, 0])
    const [fair, series, instance] = await farm.entries()
    const revision = await farm.ports.entries.revision(series?.workingRevision ?? 0)
    expect(revision?.values.recurrence).toBe('FREQ=WEEKLY;COUNT=8;EXDATE=20270112T180000')
    expect([fair, instance].map((entry) => entry?.externalId)).toEqual([
      'foire@example',
      'cours@example 20270112T180000',
    ])

    now = calendar(FAIR).replace('VERSION:2.0', 'VERSION:2.0\r\nMETHOD:CANCEL')
    expect(await harvest()).toEqual([0, 0, 0, 1, 0])
    expect((await farm.entries())[0]).toMatchObject({ externalId: 'foire@example', state: 'withdrawn' })
  }, 180_000)
})
