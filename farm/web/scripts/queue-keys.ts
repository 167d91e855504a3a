/* Keys of the queue: the same links and buttons as the mouse has, never anything else. */
import { singleKeysAct } from './single-keys.ts'

const form = document.querySelector<HTMLFormElement>('[data-decision]')
const reason = form?.querySelector('textarea')
const button = (word: string) => form?.querySelector<HTMLButtonElement>(`button[value="${word}"]`)
let meant: HTMLButtonElement | null | undefined

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.metaKey || event.isComposing) return
  if (event.target === reason) return typing(event)
  if (event.ctrlKey || isTyping(event.target)) return
  const act = ACTS[event.key]
  if (!act || !singleKeysAct()) return
  event.preventDefault()
  act()
})

document.querySelector('#bulk article [aria-current="true"]')?.scrollIntoView({ block: 'center' })
if (reason?.getAttribute('aria-invalid') === 'true') reason.focus()

const ACTS: Readonly<Record<string, () => void>> = {
  a: () => button('approve')?.click(),
  r: () => say('return'),
  x: () => say('refuse'),
  j: () => follow(1),
  k: () => follow(-1),
  '?': () => {
    const help = form?.querySelector('details')
    if (help) help.open = !help.open
  },
}

// A word that needs a reason waits for it; with one already typed it is said.
function say(word: string): void {
  meant = button(word)
  if (reason && reason.value.trim() === '') reason.focus()
  else meant?.click()
}

function typing(event: KeyboardEvent): void {
  if (event.key === 'Escape') reason?.blur()
  if (event.key === 'Enter' && event.ctrlKey) {
    event.preventDefault()
    ;(meant ?? button('return'))?.click()
  }
}

function follow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('#bulk article a')]
  const at = links.findIndex((link) => link.getAttribute('aria-current') === 'true')
  links[at + step]?.click()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type="checkbox"]), textarea, select') !== null
}
