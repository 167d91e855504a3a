/* Keys of one letter, which whoever speaks to the machine, or has a trembling hand, must be able to turn off (WCAG 2.1.4). */

const PLACE = 'desk-single-keys'

/** Whether keys of one letter act on this machine. */
export function singleKeysAct(): boolean {
  try {
    return localStorage.getItem(PLACE) !== 'off'
  } catch {
    return true
  }
}

for (const box of document.querySelectorAll<HTMLInputElement>('[data-single-keys] input')) {
  box.checked = singleKeysAct()
  box.addEventListener('change', () => {
    try {
      localStorage.setItem(PLACE, box.checked ? 'on' : 'off')
    } catch {
      // A browser that keeps nothing goes on with keys.
      box.checked = true
    }
  })
}
