import { type Draft, GROUP_KINDS, type GroupDraft, isGroup, TEST_KINDS } from './condition-draft.ts'

/** What a button of the builder does to the tree: `add`, `drop`, `up` or `down`, at a place such as `when.0.1`. */
export interface TreeAct {
  readonly act: 'add' | 'drop' | 'up' | 'down'
  readonly place: string
  /** Kind of the part to add. */
  readonly kind?: string | undefined
}

/** The tree after a button, and the place of what was touched; a place that is not there changes nothing. */
export function actOn(root: Draft, { act, place, kind }: TreeAct): { readonly root: Draft; readonly place: string } {
  const path = place.split('.').slice(1).map(Number)
  if (act === 'add') return added(root, path, blankOf(kind))
  const here = at(root, path)
  if (!here || path.length === 0) return { root, place: 'when' }
  const parent = path.slice(0, -1)
  if (act === 'drop') return { root: without(root, path), place: nameOf(parent) }
  return moved(root, path, act === 'up' ? -1 : 1)
}

/** A new part of that kind, nothing said yet. */
function blankOf(kind: string | undefined): Draft {
  const group = GROUP_KINDS.find((one) => one === kind)
  if (group) return { kind: group, parts: [] }
  return { kind: TEST_KINDS.find((one) => one === kind) ?? 'theme', said: {} }
}

function added(root: Draft, path: readonly number[], part: Draft) {
  const group = at(root, path)
  if (!group || !isGroup(group)) return { root, place: 'when' }
  const end = group.parts.length
  return { root: put(root, [...path, end], part), place: nameOf([...path, end]) }
}

/** Up and down walk through the tree as it reads: into a group that stands next, out of one at its edge. */
function moved(root: Draft, path: readonly number[], step: -1 | 1) {
  const part = at(root, path)
  const index = path.at(-1) ?? 0
  const parent = path.slice(0, -1)
  const next = at(root, [...parent, index + step])
  if (!part) return { root, place: nameOf(path) }
  if (next && isGroup(next)) {
    const inside = [...parent, index + step, step === -1 ? next.parts.length : 0]
    const put_ = put(root, inside, part)
    const after = without(put_, path)
    return { root: after, place: nameOf(step === 1 ? [...parent, index, 0] : inside) }
  }
  if (next) {
    const target = [...parent, index + step]
    return { root: put(without(root, path), target, part), place: nameOf(target) }
  }
  if (parent.length === 0) return { root, place: nameOf(path) }
  const own = parent.at(-1) ?? 0
  const out = [...parent.slice(0, -1), step === -1 ? own : own + 1]
  return { root: put(without(root, path), out, part), place: nameOf(out) }
}

function at(root: Draft, path: readonly number[]): Draft | undefined {
  return path.reduce<Draft | undefined>((here, i) => (here && isGroup(here) ? here.parts[i] : undefined), root)
}

function put(root: Draft, path: readonly number[], part: Draft): Draft {
  return changed(root, path, (parts, i) => parts.toSpliced(i, 0, part))
}

function without(root: Draft, path: readonly number[]): Draft {
  return changed(root, path, (parts, i) => parts.toSpliced(i, 1))
}

function changed(
  root: Draft,
  [first, ...rest]: readonly number[],
  change: (parts: GroupDraft['parts'], i: number) => GroupDraft['parts'],
): Draft {
  if (first === undefined || !isGroup(root)) return root
  if (rest.length === 0) return { ...root, parts: change(root.parts, first) }
  return { ...root, parts: root.parts.map((part, i) => (i === first ? changed(part, rest, change) : part)) }
}

function nameOf(path: readonly number[]): string {
  return ['when', ...path].join('.')
}
