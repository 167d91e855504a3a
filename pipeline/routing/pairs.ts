/** The first of the lower values that lies under one of the upper ones, with it. */
export function firstPair(
  lower: readonly string[],
  upper: readonly string[],
  climb: (node: string, place: number) => readonly string[],
): { readonly has: string; readonly asked: string } | undefined {
  let place = 0
  for (const node of lower) {
    for (const ancestor of climb(node, place)) if (upper.includes(ancestor)) return { has: node, asked: ancestor }
    place += 1
  }
  return undefined
}
