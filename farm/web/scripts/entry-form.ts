/** What the browser remembers of a form until it is saved. */
interface Remembered {
  /** Version of the entry the typing started from; 0 for a new one. */
  readonly version: number
  readonly at: number
  readonly sent: boolean
  readonly values: readonly (readonly [string, string])[]
}

const REMEMBER_MS = 800
const ROUTE_MS = 700
const DRAFT_MS = 30_000

/**
 * Keeps what is typed: in the browser at once, as a draft on the server every half minute where the entry is still one's
 * own; and refreshes the list of the sites that would receive it.
 */
class EntryForm extends HTMLElement {
  #form: HTMLFormElement | null = null
  #changed = false
  #saving = false
  #timers = { remember: 0, route: 0 }

  connectedCallback(): void {
    this.#form = this.querySelector('form')
    if (!this.#form) return
    this.#recall()
    this.#form.addEventListener('input', () => this.#typed())
    this.#form.addEventListener('change', () => this.#typed())
    this.#form.addEventListener('submit', () => {
      this.#remember(true)
      this.#changed = false
    })
    this.querySelector('[data-forget]')?.addEventListener('click', () => {
      localStorage.removeItem(this.#key())
      this.#changed = false
      location.reload()
    })
    window.setInterval(() => void this.#saveDraft(), DRAFT_MS)
    window.addEventListener('pagehide', () => this.#changed && this.#remember(false))
  }

  #typed(): void {
    this.#changed = true
    window.clearTimeout(this.#timers.remember)
    window.clearTimeout(this.#timers.route)
    this.#timers.remember = window.setTimeout(() => this.#remember(false), REMEMBER_MS)
    this.#timers.route = window.setTimeout(() => void this.#route(), ROUTE_MS)
  }

  #key(): string {
    return `terroir:${this.dataset.person ?? ''}:${location.pathname}`
  }

  #version(): number {
    return Number(this.#control('version')?.value ?? 0)
  }

  #control(name: string): HTMLInputElement | null {
    const found = this.#form?.elements.namedItem(name)
    return found instanceof HTMLInputElement ? found : null
  }

  #remember(sent: boolean): void {
    if (!this.#form || (!this.#changed && !sent)) return
    const held = this.#withheld()
    const values = [...new FormData(this.#form)].flatMap(([name, value]) =>
      typeof value === 'string' && name.startsWith('f.') && !held.has(name.split('.')[1] ?? '')
        ? [[name, value] as const]
        : [],
    )
    const remembered: Remembered = { version: this.#version(), at: Date.now(), sent, values }
    try {
      localStorage.setItem(this.#key(), JSON.stringify(remembered))
    } catch {
      // A full or forbidden storage only means that nothing is remembered.
    }
  }

  // Confidential fields are never left on a machine others may use.
  #withheld(): ReadonlySet<string> {
    return new Set((this.dataset.confidential ?? '').split(' '))
  }

  #recall(): void {
    const text = localStorage.getItem(this.#key())
    if (!text || !this.#form) return
    const remembered: Remembered = JSON.parse(text)
    // Sent since: what came back from the server is as fresh.
    const stale = remembered.sent || remembered.version !== this.#version()
    if (stale) {
      localStorage.removeItem(this.#key())
      return
    }
    const values = Map.groupBy(remembered.values, ([name]) => name)
    for (const control of this.#form.elements) {
      const typed = values.get('name' in control ? String(control.name) : '')
      if (typed || /^f\./.test('name' in control ? String(control.name) : ''))
        restore(
          control,
          (typed ?? []).map(([, value]) => value),
        )
    }
    this.#changed = true
    const notice = this.querySelector<HTMLElement>('[data-recalled]')
    if (notice) notice.hidden = false
    void this.#route()
  }

  async #saveDraft(): Promise<void> {
    if (!this.#form || !this.#changed || this.#saving || this.dataset.autosave !== 'yes') return
    if (!this.#form.querySelector<HTMLInputElement>('[name="f.title"]')?.value.trim()) return
    this.#saving = true
    this.#changed = false
    const body = withoutFiles(new FormData(this.#form))
    body.set('intent', 'draft')
    const headers = { accept: 'application/json' }
    const response = await fetch(this.#form.action, { method: 'POST', body, headers }).catch(() => undefined)
    this.#saving = false
    if (!response?.ok) {
      this.#changed = true
      return this.#say(this.dataset.unsaved ?? '')
    }
    const key = this.#key()
    const saved: { readonly version: number; readonly address: string } = await response.json()
    this.#adopt(saved)
    if (!this.#changed) localStorage.removeItem(key)
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
    const clock = time.format(Date.now())
    const french = document.documentElement.lang.startsWith('fr')
    this.#say((this.dataset.saved ?? '').replace('{time}', french ? clock.replace(':', ' h ') : clock))
  }

  // From now on the form is that of the entry the draft became.
  #adopt({ version, address }: { readonly version: number; readonly address: string }): void {
    if (!this.#form) return
    this.#form.action = address
    if (location.pathname !== address) history.replaceState(null, '', address)
    const held = this.#control('version')
    if (held) held.value = String(version)
    const organisation = this.#form.elements.namedItem('organisation')
    if (organisation instanceof HTMLSelectElement) organisation.disabled = true
  }

  #say(text: string): void {
    const status = this.querySelector('[data-status]')
    if (status) status.textContent = text
  }

  async #route(): Promise<void> {
    const panel = this.querySelector('[data-routing]')
    const address = this.dataset.routing
    if (!this.#form || !panel || !address) return
    const body = withoutFiles(new FormData(this.#form))
    const response = await fetch(address, { method: 'POST', body }).catch(() => undefined)
    if (!response?.ok) return
    const parsed = new DOMParser().parseFromString(await response.text(), 'text/html')
    panel.replaceChildren(...parsed.body.childNodes)
  }
}

function withoutFiles(data: FormData): FormData {
  const texts = new FormData()
  for (const [name, value] of data) if (typeof value === 'string') texts.append(name, value)
  return texts
}

function restore(control: Element, typed: readonly string[]): void {
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio'))
    control.checked = typed.includes(control.value)
  else if (control instanceof HTMLInputElement && control.type === 'file') return
  else if (
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement
  ) {
    if (typed[0] === undefined) return
    control.value = typed[0]
    control.dispatchEvent(new Event('restored'))
  }
}

if (!customElements.get('entry-form')) customElements.define('entry-form', EntryForm)
