import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelCells } from '../../../farm/web/components/label-cells.ts'

describe('The cells of a table', () => {
  it('are told the words of their columns, and what they are', () => {
    expect(
      labelCells('<tr class="row-link"><th scope="row">A</th><td>1</td></tr><tr><td></td></tr>', ['Nom', 'Vu']),
    ).toBe(
      '<tr role="row" class="row-link"><th role="rowheader" data-label="Nom" scope="row">A</th>' +
        '<td role="cell" data-label="Vu">1</td></tr><tr role="row"><td role="cell" data-label="Nom"></td></tr>',
    )
  })

  it('keep their place after one that spans several columns, and what stands in them as it was', () => {
    const inner = '<input aria-label="Garder <td> & co" value="a>b"><thead-like></thead-like><track>'
    expect(labelCells(`<tr><td colspan="2">${inner}</td><td>x</td></tr>`, ['A', 'B', 'C "d" & e'])).toBe(
      `<tr role="row"><td role="cell" data-label="A" colspan="2">${inner}</td>` +
        '<td role="cell" data-label="C &#34;d&#34; &#38; e">x</td></tr>',
    )
  })

  it('never open a tag within what people wrote', () => {
    const written = fc.string({ unit: fc.constantFrom('<', '>', "'", '/', 't', 'd', 'h', 'r', ' ', '=') })
    fc.assert(
      fc.property(written, (text) => {
        const rows = `<tr><td title="${text}">${text.replaceAll('<', '&lt;')}</td></tr>`
        expect(labelCells(rows, ['A'])).toBe(
          rows.replace('<tr', '<tr role="row"').replace('<td', '<td role="cell" data-label="A"'),
        )
      }),
    )
  })
})
