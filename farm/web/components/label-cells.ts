/**
 * Rows of a table that also read as labelled lines where a phone has no room for columns: each cell is told its column's
 * words, in `data-label`, and what it is, since a table whose rows are laid out as blocks is no table to every screen reader.
 * Takes the `<tr>`s as Astro wrote them.
 */
export function labelCells(rows: string, labels: readonly string[]): string {
  let column = 0
  return rows.replace(TAG, (tag, name: string) => {
    const element = name.toLowerCase()
    if (element === 'tr') {
      column = 0
      return withAttributes(tag, 'role="row"')
    }
    if (element !== 'td' && element !== 'th') return tag
    const label = labels[column] ?? ''
    column += Number(COLSPAN.exec(tag)?.[1] ?? 1)
    return withAttributes(tag, `role="${element === 'td' ? 'cell' : 'rowheader'}" data-label="${escaped(label)}"`)
  })
}

// A whole tag with its quoted attributes, so that nothing written within one is taken for another.
const TAG = /<([a-z][a-z0-9-]*)(?:"[^"]*"|'[^']*'|[^"'>])*>/gi
const COLSPAN = /\scolspan="(\d+)"/

function withAttributes(tag: string, attributes: string): string {
  return `${tag.slice(0, 3)} ${attributes}${tag.slice(3)}`
}

function escaped(label: string): string {
  return label.replaceAll('&', '&#38;').replaceAll('"', '&#34;')
}
