import { formatColour, parseColour } from '../skins/colour-text.ts'
import { contrast, type Oklch } from '../skins/contrast.ts'
import { darkPalette, lightPalette, type Palette } from '../skins/palette.ts'

const TINT: Oklch = { l: 0.9, c: 0.006, h: 85 }

/** Shows a colour as the skin would use it, by day and by night, and says when it had to be moved to stay readable. */
class AccentPreview extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')
    if (!input) return
    input.addEventListener('input', () => this.#show(input.value))
    this.#show(input.value)
  }

  #show(text: string): void {
    const looks = this.querySelector<HTMLElement>('.looks')
    const status = this.querySelector('[role=status]')
    const accent = parseColour(text)
    if (looks) looks.hidden = accent === undefined
    if (!accent || !status) return
    const day = lightPalette(accent, TINT)
    const night = darkPalette({ ...accent, l: Math.max(accent.l, 0.74), c: Math.min(accent.c, 0.13) }, TINT)
    dress(this.querySelector('[data-look=day]'), day)
    dress(this.querySelector('[data-look=night]'), night)
    const figure = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 })
    const ratio = figure.format(contrast(day.accent, day.surface))
    const moved = Math.abs(day.accent.l - accent.l) > 0.02
    status.textContent = ((moved ? this.dataset.moved : this.dataset.kept) ?? '').replace('{ratio}', ratio)
  }
}

// Through the object model: a strict policy refuses style attributes, not this.
function dress(look: HTMLElement | null, palette: Palette): void {
  if (!look) return
  look.style.backgroundColor = formatColour(palette.surface)
  look.style.color = formatColour(palette.text)
  const link = look.querySelector<HTMLElement>('.as-link')
  const button = look.querySelector<HTMLElement>('.as-button')
  if (link) link.style.color = formatColour(palette.accent)
  if (button) {
    button.style.backgroundColor = formatColour(palette.accent)
    button.style.color = formatColour(palette['accent-text'])
  }
}

if (!customElements.get('accent-preview')) customElements.define('accent-preview', AccentPreview)
