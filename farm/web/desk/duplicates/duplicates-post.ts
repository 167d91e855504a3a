import { fail, ok, type Result } from '../../../../pipeline/model/problem.ts'
import { sayDifferent, sayTheSame, takeBackWord } from '../../../duplicates/decide-duplicates.ts'
import type { Visit } from '../../visit.ts'

/** Hears what a person said of entries that look alike; answers which word was heard. */
export async function hearDuplicates(
  { farm, actor }: Visit,
  form: FormData,
): Promise<Result<'same' | 'different' | 'undone'>> {
  const kept = numberIn(form.get('kept'))
  const others = form.getAll('with').map(numberIn)
  switch (String(form.get('say') ?? '')) {
    case 'same': {
      const said = await sayTheSame(farm, { actor, kept, others })
      return said.ok ? ok('same') : said
    }
    case 'different': {
      const said = await sayDifferent(farm, { actor, kept, others })
      return said.ok ? ok('different') : said
    }
    case 'undo': {
      const undone = await takeBackWord(farm, { actor, entry: kept, other: others[0] ?? 0 })
      return undone.ok ? ok('undone') : undone
    }
    default:
      return fail({ code: 'unknown-action' })
  }
}

function numberIn(value: FormDataEntryValue | null): number {
  const text = String(value ?? '')
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}
