/** Suggests the address of a site from its name until one writes it oneself. */
class SiteSlug extends HTMLElement {
  connectedCallback(): void {
    const name = this.querySelector<HTMLInputElement>('[name=name]')
    const slug = this.querySelector<HTMLInputElement>('[name=slug]')
    if (!name || !slug) return
    let own = slug.value !== '' && slug.value !== slugOf(name.value)
    slug.addEventListener('input', () => {
      own = slug.value !== ''
    })
    name.addEventListener('input', () => {
      if (!own) slug.value = slugOf(name.value)
    })
  }
}

function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}

if (!customElements.get('site-slug')) customElements.define('site-slug', SiteSlug)
