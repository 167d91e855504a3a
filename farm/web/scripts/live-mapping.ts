const PAUSE_MS = 300

/**
 * Checks a mapping as it is made: after each change the form is asked again behind the person's back, and only the parts that tell something are
 * replaced; without script there is the button. A line for one more step appears once the last one is used.
 */
class LiveMapping {
  readonly #form: HTMLFormElement
  #timer = 0
  #asking: AbortController | undefined
  #touched = false

  constructor(form: HTMLFormElement) {
    this.#form = form
    form.addEventListener('change', (event) => this.#changed(event))
    form.addEventListener('submit', () => {
      this.#touched = false
    })
    window.addEventListener('beforeunload', (event) => {
      if (this.#touched) event.preventDefault()
    })
  }

  #changed({ target }: Event): void {
    if (target instanceof HTMLInputElement && (target.type === 'file' || target.name === 'url')) return
    this.#touched = true
    if (target instanceof HTMLSelectElement) {
      if (target.name === 'kind') {
        this.#form.requestSubmit(this.#form.querySelector<HTMLButtonElement>('button[value="show"]'))
        return
      }
      this.#growSteps(target)
    }
    window.clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE_MS)
  }

  #growSteps(select: HTMLSelectElement): void {
    const row = select.closest('[data-steps] > li')
    if (!(row instanceof HTMLElement)) return
    row.dataset.step = select.value.split(':')[0] ?? ''
    if (select.value === '' || row.nextElementSibling !== null) return
    const next = row.cloneNode(true)
    if (!(next instanceof HTMLElement)) return
    next.dataset.step = ''
    for (const control of next.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select'))
      control.value = ''
    row.after(next)
  }

  async #ask(): Promise<void> {
    this.#asking?.abort()
    this.#asking = new AbortController()
    const body = new FormData(this.#form)
    body.delete('file')
    body.delete('url')
    body.set('do', 'show')
    const asked = fetch(location.href, { method: 'POST', body, signal: this.#asking.signal })
    const response = await asked.catch(() => undefined)
    if (!response || (!response.ok && response.status !== 422)) return
    this.#replace(new DOMParser().parseFromString(await response.text(), 'text/html'))
  }

  #replace(page: Document): void {
    for (const part of this.#form.querySelectorAll('[data-live]')) {
      const fresh = page.getElementById(part.id)
      // Never under somebody's fingers.
      if (!fresh || part.contains(document.activeElement) || part.innerHTML === fresh.innerHTML) continue
      for (const folded of part.querySelectorAll('details')) {
        const same = folded.id ? fresh.querySelector(`#${CSS.escape(folded.id)}`) : null
        if (same instanceof HTMLDetailsElement) same.open = folded.open
      }
      part.replaceWith(document.importNode(fresh, true))
    }
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>('form#mapping')) new LiveMapping(form)
