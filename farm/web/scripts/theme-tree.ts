/** Adds a search over a tree of boxes: only the branches that hold the words, or a ticked box, stay in sight. */
class ThemeTree extends HTMLElement {
  connectedCallback(): void {
    if (this.querySelector('input[type=search]')) return
    const search = document.createElement('input')
    search.type = 'search'
    search.placeholder = this.dataset.search ?? ''
    search.ariaLabel = search.placeholder
    const nothing = document.createElement('p')
    nothing.className = 'muted small'
    nothing.role = 'status'
    this.prepend(search, nothing)
    const tops = [...this.querySelectorAll<HTMLLIElement>(':scope > ul > li')]
    search.addEventListener('input', () => {
      const asked = fold(search.value)
        .split(' ')
        .filter((word) => word !== '')
      const shown = tops.filter((top) => sift(top, asked))
      nothing.textContent = shown.length === 0 ? (this.dataset.none ?? '') : ''
    })
    search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') event.preventDefault()
    })
  }
}

/** Shows a branch when it or something under it holds all the words; answers whether it shows. */
function sift(item: HTMLLIElement, asked: readonly string[]): boolean {
  const under = [...item.querySelectorAll<HTMLLIElement>(':scope > details > ul > li')]
  const own = fold(item.dataset.words ?? '')
  const holds = asked.every((word) => own.includes(word))
  const below = under.filter((one) => sift(one, holds ? [] : asked))
  const ticked = item.querySelector('input:checked') !== null
  const details = item.querySelector('details')
  if (details)
    details.open = asked.length > 0 ? below.length > 0 && !holds : details.querySelector('input:checked') !== null
  item.hidden = !holds && below.length === 0 && !ticked
  return !item.hidden
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

if (!customElements.get('theme-tree')) customElements.define('theme-tree', ThemeTree)
