/** One suggestion as the desk's API gives it. */
interface Suggestion {
  /** What the field takes. */
  readonly value: string
  readonly label: string
  readonly hint?: string
  /** Key and postcode of a commune. */
  readonly key?: string
  readonly postcode?: string
}

const WAIT_MS = 160

/**
 * Completes a line as one types (the combobox pattern of WAI-ARIA); before a textarea of one value per line, it shows the
 * values as buttons to take away. The native control stays the form's.
 */
class SuggestField extends HTMLElement {
  #input = document.createElement('input')
  #list = document.createElement('ul')
  #lines: HTMLTextAreaElement | null = null
  #picked = document.createElement('ul')
  #found: readonly Suggestion[] = []
  #active = -1
  #timer = 0
  #words: Readonly<Record<string, string>> = {}

  connectedCallback(): void {
    if (this.querySelector('.suggestions')) return
    this.#words = JSON.parse(this.dataset.words ?? '{}')
    this.#lines = this.querySelector('textarea')
    if (this.#lines) this.#standBefore(this.#lines)
    else this.#input = this.querySelector('input') ?? this.#input
    this.#prepareList()
    this.#input.addEventListener('input', () => this.#later())
    this.#input.addEventListener('keydown', (event) => this.#key(event))
    this.#input.addEventListener('blur', () => window.setTimeout(() => this.#close(true), 150))
  }

  #standBefore(lines: HTMLTextAreaElement): void {
    this.classList.add('picking')
    this.#input.id = lines.id
    this.#input.autocomplete = 'off'
    for (const name of ['aria-describedby', 'aria-invalid']) {
      const value = lines.getAttribute(name)
      if (value) this.#input.setAttribute(name, value)
    }
    lines.id = `${lines.id}-lines`
    this.#picked.className = 'picked'
    this.#picked.role = 'list'
    lines.before(this.#picked, this.#input)
    lines.addEventListener('restored', () => this.#showPicked())
    this.#showPicked()
  }

  #prepareList(): void {
    this.#list.className = 'suggestions'
    this.#list.role = 'listbox'
    this.#list.id = `${this.#input.id}-suggestions`
    this.#list.ariaLabel = this.#words.label ?? ''
    this.#list.hidden = true
    this.#input.after(this.#list)
    this.#input.role = 'combobox'
    this.#input.ariaAutoComplete = 'list'
    this.#input.ariaExpanded = 'false'
    this.#input.setAttribute('aria-controls', this.#list.id)
  }

  #values(): string[] {
    return (this.#lines?.value ?? '').split('\n').filter((line) => line.trim() !== '')
  }

  #setValues(values: readonly string[]): void {
    if (!this.#lines) return
    this.#lines.value = [...new Set(values)].join('\n')
    this.#showPicked()
    this.#lines.dispatchEvent(new Event('input', { bubbles: true }))
  }

  #showPicked(): void {
    this.#picked.replaceChildren(
      ...this.#values().map((value) => {
        const item = document.createElement('li')
        const button = document.createElement('button')
        button.type = 'button'
        button.textContent = value
        button.ariaLabel = `${this.#words.remove ?? ''} ${value}`
        button.addEventListener('click', () => {
          this.#setValues(this.#values().filter((one) => one !== value))
          this.#input.focus()
        })
        item.append(button)
        return item
      }),
    )
  }

  #later(): void {
    window.clearTimeout(this.#timer)
    const key = this.#keyHolder()
    if (key) key.value = ''
    this.#timer = window.setTimeout(() => void this.#ask(), WAIT_MS)
  }

  async #ask(): Promise<void> {
    const asked = this.#input.value.trim()
    if (asked.length < 2) return this.#close(false)
    const response = await fetch(`${this.dataset.src ?? ''}&q=${encodeURIComponent(asked)}`).catch(() => undefined)
    if (!response?.ok || this.#input.value.trim() !== asked) return
    const answer: { readonly items: readonly Suggestion[] } = await response.json()
    this.#show(answer.items)
  }

  #show(found: readonly Suggestion[]): void {
    this.#found = found
    this.#active = -1
    this.#list.replaceChildren(...(found.length > 0 ? found.map((one, i) => this.#option(one, i)) : [this.#nothing()]))
    this.#list.hidden = false
    this.#input.ariaExpanded = 'true'
    this.#input.removeAttribute('aria-activedescendant')
  }

  #option(suggestion: Suggestion, index: number): HTMLElement {
    const option = document.createElement('li')
    option.role = 'option'
    option.id = `${this.#list.id}-${index}`
    option.append(suggestion.label)
    if (suggestion.hint) {
      const hint = document.createElement('span')
      hint.className = 'hint'
      hint.textContent = suggestion.hint
      option.append(hint)
    }
    option.addEventListener('mousedown', (event) => event.preventDefault())
    option.addEventListener('click', () => this.#choose(suggestion))
    return option
  }

  #nothing(): HTMLElement {
    const item = document.createElement('li')
    item.className = 'hint'
    item.role = 'status'
    item.textContent = this.#words.none ?? ''
    return item
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (this.#list.hidden) return
      event.preventDefault()
      this.#move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') {
      const chosen = this.#found[Math.max(0, this.#active)]
      if (this.#list.hidden && !this.#lines) return
      event.preventDefault()
      if (!this.#list.hidden && chosen) this.#choose(chosen)
      else this.#addTyped()
    } else if (event.key === 'Escape') this.#close(false)
    else if (event.key === 'Backspace' && this.#lines && this.#input.value === '')
      this.#setValues(this.#values().slice(0, -1))
  }

  #move(step: number): void {
    const count = this.#found.length
    if (count === 0) return
    this.#active = (this.#active + step + count) % count
    for (const [index, option] of [...this.#list.children].entries())
      option.setAttribute('aria-selected', String(index === this.#active))
    this.#list.children[this.#active]?.scrollIntoView({ block: 'nearest' })
    this.#input.setAttribute('aria-activedescendant', `${this.#list.id}-${this.#active}`)
  }

  #choose(suggestion: Suggestion): void {
    if (this.#lines) {
      this.#setValues([...this.#values(), suggestion.value])
      this.#input.value = ''
    } else {
      this.#input.value = suggestion.value
      this.#fillCommune(suggestion)
      this.#input.dispatchEvent(new Event('change', { bubbles: true }))
    }
    this.#close(false)
  }

  #fillCommune({ key, value, postcode = '' }: Suggestion): void {
    const code = document.getElementById(this.dataset.postcode ?? '')
    const holder = this.#keyHolder()
    if (!(code instanceof HTMLInputElement) || !holder || key === undefined) return
    if (code.value.trim() === '') code.value = postcode
    holder.value = `${key}|${value}|${code.value}`
  }

  #keyHolder(): HTMLInputElement | null {
    const holder = document.getElementById(this.dataset.key ?? '')
    return holder instanceof HTMLInputElement ? holder : null
  }

  // What was typed and not chosen is kept too: the server says what it makes of it.
  #addTyped(): void {
    const typed = this.#input.value.trim()
    if (typed === '' || !this.#lines) return
    this.#setValues([...this.#values(), typed])
    this.#input.value = ''
  }

  #close(leaving: boolean): void {
    this.#list.hidden = true
    this.#input.ariaExpanded = 'false'
    this.#input.removeAttribute('aria-activedescendant')
    if (leaving) this.#addTyped()
  }
}

if (!customElements.get('suggest-field')) customElements.define('suggest-field', SuggestField)
