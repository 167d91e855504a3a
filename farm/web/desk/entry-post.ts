import { fail, ok, type Problem, type Result } from '../../../pipeline/model/problem.ts'
import { writeValues } from '../../../pipeline/model/write-values.ts'
import { recall } from '../../sites/recall.ts'
import type { Visit } from '../visit.ts'
import { saidOnceProposed } from './entry-said.ts'

/** What a person did to one entry from its page: done with what is then said, or the page that says it; or what was in the way. */
export async function hearEntry(visit: Visit, id: number, form: FormData): Promise<Result<string>> {
  const { farm, actor } = visit
  switch (String(form.get('act') ?? '')) {
    case 'withdraw': {
      const reason = String(form.get('reason') ?? '').slice(0, 2_000)
      const withdrawn = await farm.withdraw({ entry: id, actor, reason })
      return withdrawn.ok ? ok('withdrawn') : withdrawn
    }
    case 'recall': {
      const reason = String(form.get('reason') ?? '').slice(0, 2_000)
      const recalled = await recall(farm, { entry: id, actor, reason })
      return recalled.ok ? ok(`/recalls/${recalled.value}?done=1`) : recalled
    }
    case 'trash': {
      const trashed = await farm.trash({ entry: id, actor })
      return trashed.ok ? ok('trashed') : trashed
    }
    case 'propose':
      return propose(visit, id, Number(form.get('version') ?? 0))
    default:
      return fail({ code: 'unknown-action' })
  }
}

// The draft as it stands, sent on its road: `submit` reads it again, so that an incomplete one is told what it lacks.
async function propose({ farm, memory, actor }: Visit, id: number, version: number): Promise<Result<string>> {
  const entry = await farm.ports.entries.get(id)
  const working = entry && (await farm.ports.entries.revision(entry.workingRevision))
  const serviceType = entry && memory.serviceType(entry.serviceType)
  if (!entry || !working || !serviceType) return fail({ code: 'unknown-entry' })
  const raw = writeValues(serviceType, working.values)
  const { organisation } = entry
  const about = { serviceType: serviceType.id, organisation, road: 'form', entry: id, version, raw } as const
  const [arrival] = await farm.submit([{ ...about, intent: 'propose' }], { actor })
  const problems: readonly Problem[] = arrival?.problems ?? [{ code: 'other' }]
  if (arrival?.outcome !== 'changed') return fail(...problems)
  return ok(saidOnceProposed((await farm.ports.entries.get(id)) ?? entry))
}
