import { DOCUMENT } from '../../exports/lheo-several.ts'
import { mysqlDump, oldSpipSite } from '../../farm/spip/old-spip-site.ts'
import { makeWorkbook } from './mapping/make-workbook.ts'
import { bytesOf } from './reading.ts'

/** A feed of one item. */
export const item = (inside: string) =>
  `<rss version="2.0"><channel><title>J</title><item><guid>1</guid><title>T</title>${inside}</item></channel></rss>`
/** The farm’s XML of one entry. */
export const entry = (inside: string) =>
  `<entries xmlns="urn:terroir:entries:1"><entry id="1"><title>T</title>${inside}</entry></entries>`
/** A calendar of one event. */
export const event = (line: string) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270301\r\nSUMMARY:T\r\n${line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
/** One card. */
export const card = (line: string) => `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:T\r\n${line}\r\nEND:VCARD\r\n`
/** An answer of a repository with one record. */
export const record = (inside: string) =>
  `<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-22T00:00:00Z</responseDate><ListRecords><record><header><identifier>oai:a:1</identifier></header><metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title>${inside}</oai_dc:dc></metadata></record></ListRecords></OAI-PMH>`
/** A JSON Feed of one item. */
export const json = (members: object) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'J',
    items: [{ id: '1', title: 'T', ...members }],
  })

/** One good file of each format, which mutations start from. */
export const SEEDS: Readonly<Record<string, Uint8Array>> = {
  csv: bytesOf('id;title;summary;next\n1;"Soudure; et ""plus""";"deux\nlignes";=1+1\n2;Vigne;x;y\n'),
  tsv: bytesOf('id\ttitle\n1\tSoudure\n2\tVigne\n'),
  xlsx: makeWorkbook({
    Offres: [
      ['id', 'title'],
      ['1', 'Soudure'],
      ['2', 'Vigne'],
    ],
  }),
  feed: bytesOf(
    item(
      '<link>https://a.example/1</link><description><![CDATA[<p>Mot</p>]]></description><pubDate>Sun, 22 Nov 2026 10:00:00 +0100</pubDate>',
    ),
  ),
  atom: bytesOf(
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>J</title><entry><id>tag:a,1</id><title type="html">T</title><link href="1"/><updated>2026-11-22T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content></entry></feed>',
  ),
  'json feed': bytesOf(json({ url: 'https://a.example/1', content_html: '<p>x</p>' })),
  xml: bytesOf(entry('<summary>x</summary>')),
  'free xml': bytesOf('<offres><offre ref="1"><t>A</t></offre><offre ref="2"><t>B</t></offre></offres>'),
  'free json': bytesOf('[{"a":1,"b":{"c":"x"}},{"a":2,"b":{"c":"y"}}]'),
  lheo: bytesOf(DOCUMENT),
  ical: bytesOf(event('RRULE:FREQ=WEEKLY;COUNT=3')),
  vcard: bytesOf(card('TEL:+33386000000')),
  opml: bytesOf(
    '<opml version="2.0"><body><outline text="a"><outline type="rss" text="b" xmlUrl="https://a.example/f"/></outline></body></opml>',
  ),
  oai: bytesOf(record('<dc:identifier>https://a.example/1</dc:identifier>')),
  'sql dump': bytesOf(mysqlDump(oldSpipSite())).subarray(0, 20_000),
}
