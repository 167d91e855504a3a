import type { Fields } from '../farm/web/desk-visitor.ts'

/** A form of a page as a browser would send it, by one of its buttons. */
export interface FoundForm {
  /** Path and query it is sent to. */
  readonly action: string
  readonly fields: Fields
}

/** The forms of a page that change something, once by each button, filled with what they already hold. */
export function formsIn(html: string, page: string): readonly FoundForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, about = '', inside = '']) => {
    if (attribute(about, 'method')?.toLowerCase() !== 'post') return []
    const held = heldIn(inside)
    const to = attribute(about, 'action') || page
    const buttons = [...inside.matchAll(/<button\b([^>]*)>/g)].map(([, button = '']) => button)
    return (buttons.length === 0 ? [''] : buttons).map((button) => {
      const name = attribute(button, 'name')
      const pressed = name ? { [name]: attribute(button, 'value') ?? '' } : {}
      return { action: attribute(button, 'formaction') ?? to, fields: { ...held, ...pressed } }
    })
  })
}

/** The paths of this host a page leads to. */
export function linksIn(html: string): readonly string[] {
  return [...html.matchAll(/\shref="(\/[^"#]*)/g)].map(([, path = '']) => unescaped(path))
}

function heldIn(inside: string): Record<string, string[]> {
  const held: Record<string, string[]> = {}
  const hold = (name: string | undefined, value: string) => {
    if (name) held[name] = [...(held[name] ?? []), value]
  }
  for (const [, input = ''] of inside.matchAll(/<input\b([^>]*)>/g)) {
    const box = /^(?:checkbox|radio)$/.test(attribute(input, 'type') ?? '')
    if (!box || /\schecked\b/.test(input)) hold(attribute(input, 'name'), attribute(input, 'value') ?? '')
  }
  for (const [, area = '', text = ''] of inside.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
    hold(attribute(area, 'name'), unescaped(text) || 'Parce que.')
  for (const [, select = '', options = ''] of inside.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const chosen = /<option\b([^>]*\sselected[^>]*)>/.exec(options) ?? /<option\b([^>]*)>/.exec(options)
    hold(attribute(select, 'name'), attribute(chosen?.[1] ?? '', 'value') ?? '')
  }
  return held
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(` ${tag}`)?.[1]
  return found === undefined ? undefined : unescaped(found)
}

function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    amp: '&',
    quot: '"',
    lt: '<',
    gt: '>',
    '#38': '&',
    '#34': '"',
    '#39': "'",
  }
  return text.replace(/&(amp|quot|lt|gt|#38|#34|#39);/g, (_, name: string) => signs[name] ?? '')
}
