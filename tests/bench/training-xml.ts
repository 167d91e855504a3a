import papaparse from 'papaparse'

/** The trainings of a CSV (`trainingCsv`) as a document of somebody else's XML, an element per line and one in it per cell. */
export function trainingXml(csv: string): string {
  const { data } = papaparse.parse<Record<string, string>>(csv, { header: true, delimiter: ';' })
  const offers = data.map(({ id, ...cells }) => {
    const inside = Object.entries(cells).map(([name, cell]) => `  <${name}>${escaped(cell)}</${name}>\n`)
    return `<offre ref="${id}">\n${inside.join('')}</offre>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<offres>\n${offers.join('')}</offres>\n`
}

/** The mapping that reads it. */
export function trainingMapping(csv: string): string {
  const names = csv.slice(0, csv.indexOf('\r\n')).split(';')
  const fields = names.filter((name) => name !== 'id').map((name) => [name, { from: [name] }])
  const reading = { format: 'xml', records: 'offres/offre' }
  return JSON.stringify({ serviceType: 'training', reading, identity: ['@ref'], fields: Object.fromEntries(fields) })
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
