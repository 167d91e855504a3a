// Put into pages of others as it is: no import, and nothing that needs more than stripping its types.
class TerroirList extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const source = new URL(this.getAttribute('src') ?? '', document.baseURI)
    // The English list of a site stands below /en.
    const path = source.pathname.replace(/^(\/en(?=\/))?/, '$1/embed')
    const address = new URL(`${path}/list.json${source.search}`, source)
    address.searchParams.set('most', this.getAttribute('most') ?? '10')
    try {
      const answer = await fetch(address, { credentials: 'omit' })
      if (answer.ok) this.replaceChildren(...drawn(await answer.json()))
    } catch {
      // What the page holds meanwhile, a link to the list, stays.
    }
  }
}

interface Drawn {
  readonly language: string
  readonly items: readonly { readonly title: string; readonly href: string; readonly about: readonly string[] }[]
  readonly whole: { readonly href: string; readonly text: string }
}

function drawn({ language, items, whole }: Drawn): Node[] {
  const list = document.createElement('ul')
  list.lang = language
  for (const { title, href, about } of items) {
    const line = document.createElement('li')
    line.append(link(href, title))
    if (about.length > 0) line.append(document.createElement('br'), about.join(' · '))
    list.append(line)
  }
  const more = document.createElement('p')
  more.append(link(whole.href, whole.text))
  return [list, more]
}

function link(href: string, text: string): Node {
  const made = document.createElement('a')
  // The list comes from elsewhere: only addresses of the web become links.
  if (/^https?:\/\//.test(href)) made.href = href
  made.textContent = text
  return made
}

if (!customElements.get('terroir-list')) customElements.define('terroir-list', TerroirList)
