import type { Organisation, OrganisationTree } from '../../pipeline/model/organisation.ts'

/** Builds the tree of organisations; a parent that is missing, or a cycle, ends the climb there. */
export function organisationTree(organisations: readonly Organisation[]): OrganisationTree {
  const byId = new Map(organisations.map((one) => [one.id, one]))
  const above = new Map(organisations.map((one) => [one.id, climb(one, byId)]))
  const below = new Map<string, Set<string>>(organisations.map((one) => [one.id, new Set()]))
  for (const [id, path] of above) for (const ancestor of path) below.get(ancestor)?.add(id)
  return {
    get: (id) => byId.get(id),
    all: () => organisations,
    above: (id) => above.get(id) ?? [],
    below: (id) => below.get(id) ?? new Set(),
  }
}

function climb(from: Organisation, byId: ReadonlyMap<string, Organisation>): string[] {
  const path: string[] = []
  let one: Organisation | undefined = from
  while (one && !path.includes(one.id)) {
    path.push(one.id)
    one = one.parent === null ? undefined : byId.get(one.parent)
  }
  return path
}
