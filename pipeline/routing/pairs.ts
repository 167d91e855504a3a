/** The first of the lower values that lies under one of the upper ones, with it. */
export function firstPair(
  lower: readonly string[],
  upper: readonly string[],
  climb: (node: string) => readonly string[],
): { readonly has: string; readonly asked: string } | undefined {
  for (const node of lower) {
    const reached = climb(node).find((ancestor) => upper.includes(ancestor))
    if (reached !== undefined) return { has: node, asked: reached }
  }
  return undefined
}
