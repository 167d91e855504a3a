/** The lines of a text of SPIP as blocks of HTML: lists `-*` `-#`, tables `|a|b|`, titles, paragraphs at blank lines. */
export function withBlocks(text: string): string {
  const out: string[] = []
  let block: string[] = []
  let kind: BlockKind = 'text'
  const flush = () => {
    if (block.length > 0) out.push(WRITERS[kind](block))
    block = []
  }
  for (const line of text.split('\n')) {
    const next = kindOf(line, block.length > 0 ? kind : 'text')
    if (next !== kind || next === 'blank') flush()
    kind = next
    if (next !== 'blank') block.push(line.trim())
  }
  flush()
  return out.join('\n')
}

type BlockKind = 'text' | 'list' | 'table' | 'blank' | 'html'

const WRITERS: Readonly<Record<BlockKind, (lines: readonly string[]) => string>> = {
  text: (lines) => `<p>${lines.map((line) => line.replace(/^_ /, '<br />')).join('\n')}</p>`,
  list: listOf,
  table: tableOf,
  blank: () => '',
  html: (lines) => lines.join('\n'),
}

const ITEM = /^-(?:([*#]{1,8})|(?=\s))\s*(.*)$/
const BLOCK =
  /^\s*<\/?(?:h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|div|p|dl|dt|dd|section|center|form|hr)\b/i

function kindOf(line: string, before: BlockKind): BlockKind {
  if (line.trim() === '' || /^\s*-{4,}\s*$/.test(line)) return 'blank'
  if (ITEM.test(line)) return 'list'
  if (/^\s*\|.*\|\s*$/.test(line)) return 'table'
  if (BLOCK.test(line)) return 'html'
  // A line that continues an item is part of it.
  return before === 'list' && !/^\s/.test(line) ? 'text' : before === 'list' ? 'list' : 'text'
}

interface Level {
  readonly tag: 'ul' | 'ol'
}

function listOf(lines: readonly string[]): string {
  const levels: Level[] = []
  const out: string[] = []
  for (const line of lines) {
    const [found, marks = '*', words = ''] = ITEM.exec(line) ?? []
    if (found === undefined) {
      out.push(` ${line}`)
      continue
    }
    const depth = Math.min(marks.length, levels.length + 1)
    const tag = marks.endsWith('#') ? 'ol' : 'ul'
    while (levels.length > depth) out.push(`</li></${levels.pop()?.tag}>`)
    if (levels.length === depth && levels.at(-1)?.tag !== tag) out.push(`</li></${levels.pop()?.tag}>`)
    else if (levels.length === depth) out.push('</li>')
    if (levels.length < depth) {
      levels.push({ tag })
      out.push(`<${tag}>`)
    }
    out.push(`<li>${words}`)
  }
  for (const { tag } of levels.reverse()) out.push(`</li></${tag}>`)
  return out.join('')
}

function tableOf(lines: readonly string[]): string {
  const rows = lines.filter((line) => !/^\|\|/.test(line)).map((line) => line.slice(1, -1).split('|'))
  const caption = lines
    .find((line) => /^\|\|/.test(line))
    ?.replace(/^\|\||\|\|$/g, '')
    .split('|')[0]
    ?.trim()
  const [first = [], ...others] = rows
  const headed = first.length > 0 && first.every((cell) => /^\s*(?:\{\{.*\}\}|<strong>.*<\/strong>)?\s*$/.test(cell))
  const head = headed ? `<thead>${rowOf(first, 'th')}</thead>` : ''
  const body = (headed ? others : rows).map((row) => rowOf(row, 'td')).join('')
  return `${caption ? `<p>${caption}</p>` : ''}<table>${head}<tbody>${body}</tbody></table>`
}

// `<` and `^` join a cell to its neighbour, which our tables do not: it stays empty.
function rowOf(cells: readonly string[], tag: 'td' | 'th'): string {
  const written = cells.map((cell) => cell.trim()).map((cell) => (cell === '<' || cell === '^' ? '' : cell))
  return `<tr>${written.map((cell) => `<${tag}>${tag === 'th' ? cell.replace(/^\{\{|\}\}$|<\/?strong>/g, '') : cell}</${tag}>`).join('')}</tr>`
}
