/* Keys of the duplicates: from group to group, and the same two buttons as the mouse has. */

import { singleKeysAct } from './single-keys.ts'

const groups = [...document.querySelectorAll<HTMLFormElement>('[data-cluster]')]

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.metaKey || event.ctrlKey || event.isComposing || isTyping(event.target)) return
  const at = groups.findIndex((group) => group.contains(document.activeElement))
  const act = ACTS[event.key]
  if (!act || !singleKeysAct()) return
  event.preventDefault()
  act(at)
})

const ACTS: Readonly<Record<string, (at: number) => void>> = {
  j: (at) => groups[Math.min(at + 1, groups.length - 1)]?.focus(),
  k: (at) => groups[Math.max(at - 1, 0)]?.focus(),
  m: (at) => say(at, 'same'),
  d: (at) => say(at, 'different'),
}

// Only of the group one is in: a key must not decide on what nobody looks at.
function say(at: number, word: string): void {
  groups[at]?.querySelector<HTMLButtonElement>(`button[value="${word}"]`)?.click()
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input[type="text"], input[type="search"]'))
  )
}
