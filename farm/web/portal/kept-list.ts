import { VISITOR } from '../../../pipeline/model/actor.ts'
import { parisDay } from '../../../pipeline/model/paris.ts'
import type { Visit } from '../visit.ts'
import { askedOnly } from './list-query.ts'
import { readList, type ShownList } from './read-list.ts'
import type { SectionKinds } from './section.ts'
import { keepWhileStill } from './while-still.ts'

const lists = keepWhileStill<ShownList>(200)

/**
 * A list as `readList` reads it, kept for the day until anything on its site changes: the members of a private site, whose pages no
 * cache may hold, look at the same lists all day. It is read as a visitor, so that nothing of one reader can reach another.
 */
export function keptList(visit: Visit, sections: readonly SectionKinds[], search: URLSearchParams): Promise<ShownList> {
  const { site, language, path, origin, farm } = visit
  const asked = askedOnly(search, sections.length === 1 ? sections[0]?.main : undefined)
  const name = JSON.stringify([site?.id, language, origin, path, parisDay(farm.now()), String(asked)])
  return lists(visit, name, () => readList({ ...visit, actor: VISITOR, session: null }, sections, asked))
}
