/** HTML of anywhere reduced to the tags an entry may hold; the server cleans again, this only shows what will stay. */
export function cleanFragment(html: string): DocumentFragment {
  // A parsed document runs nothing and loads nothing.
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  const fragment = document.createDocumentFragment()
  for (const node of parsed.body.childNodes) fragment.append(...cleaned(node))
  return fragment
}

const KEPT = new Set('P BR STRONG EM A UL OL LI H2 H3 H4 BLOCKQUOTE TABLE THEAD TBODY TR TH TD'.split(' '))
const RENAMED: Readonly<Record<string, string>> = { B: 'STRONG', I: 'EM', H1: 'H2', H5: 'H4', H6: 'H4', DIV: 'P' }
const DROPPED = new Set('SCRIPT STYLE TITLE META LINK NOSCRIPT TEMPLATE IFRAME OBJECT'.split(' '))

function cleaned(node: Node): Node[] {
  if (node instanceof Text) return [document.createTextNode(node.data)]
  if (!(node instanceof Element) || DROPPED.has(node.tagName)) return []
  const children = [...node.childNodes].flatMap(cleaned)
  const tag = RENAMED[node.tagName] ?? node.tagName
  if (!KEPT.has(tag) || (tag === 'P' && children.some(isBlock))) return children
  const element = document.createElement(tag)
  const href = node.getAttribute('href')?.trim() ?? ''
  if (tag === 'A') {
    if (!/^(https?:\/\/|mailto:|tel:)\S/i.test(href)) return children
    element.setAttribute('href', href)
  }
  element.append(...children)
  return [element]
}

function isBlock(node: Node): boolean {
  return node instanceof Element && !['BR', 'STRONG', 'EM', 'A'].includes(node.tagName)
}
