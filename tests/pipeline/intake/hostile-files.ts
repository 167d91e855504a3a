import { DOCUMENT } from '../../exports/lheo-several.ts'
import { card, entry, event, item, json, record } from './good-files.ts'

const DEEP = 100_000
const BOMB = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
const OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
const escaped = SVG.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** What somebody may send to harm, by the reader it is meant for, and the word it is refused with; none where it is made harmless. */
export const HOSTILE: readonly (readonly [what: string, reader: string, content: string, code?: string])[] = [
  ['an entity bomb', 'feed', BOMB + item('<description>&c;</description>'), 'doctype-refused'],
  ['an entity bomb', 'farm xml', BOMB + entry('<summary>&c;</summary>'), 'doctype-refused'],
  ['an entity bomb', 'lheo', BOMB + DOCUMENT, 'doctype-refused'],
  ['an entity bomb', 'oai', BOMB + record(''), 'doctype-refused'],
  ['an entity bomb', 'opml', `${BOMB}<opml><body><outline xmlUrl="&c;"/></body></opml>`, 'doctype-refused'],
  ['an entity bomb', 'mapped table', `${BOMB}<a><b>&c;</b><b>&c;</b></a>`, 'doctype-refused'],
  ['an outside file', 'feed', OUTSIDE + item('<description>&e;</description>'), 'doctype-refused'],
  ['an outside file', 'lheo', OUTSIDE + DOCUMENT, 'doctype-refused'],
  ['an outside file', 'oai', OUTSIDE + record(''), 'doctype-refused'],
  ['nesting', 'feed', item('<a>'.repeat(DEEP)), 'too-deep'],
  ['nesting', 'farm xml', entry('<a>'.repeat(DEEP)), 'too-deep'],
  ['nesting', 'lheo', `<lheo xmlns="http://lheo.gouv.fr/2.3">${'<a>'.repeat(DEEP)}`, 'too-deep'],
  ['nesting', 'oai', record('<a>'.repeat(DEEP)), 'too-deep'],
  ['nesting', 'opml', `<opml><body>${'<outline text="a">'.repeat(DEEP)}`, 'too-deep'],
  ['nesting', 'mapped table', `${'<a>'.repeat(DEEP)}${'</a>'.repeat(DEEP)}`, 'too-deep'],
  ['nested JSON', 'feed', `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(DEEP)}`, 'too-deep'],
  ['nested JSON', 'mapped table', '{"a":['.repeat(DEEP), 'too-deep'],
  ['nested components', 'ical', 'BEGIN:VCALENDAR\r\n'.repeat(DEEP)],
  ['nested cards', 'vcard', 'BEGIN:VCARD\r\n'.repeat(DEEP)],
  ['nested brackets', 'sql dump', `INSERT INTO spip_articles VALUES ${'('.repeat(DEEP)}`],
  ['NUL bytes', 'csv', 'id;title\0\n1;a', 'binary-file'],
  ['NUL bytes', 'feed', item('\0'), 'binary-file'],
  ['NUL bytes', 'farm xml', entry('\0'), 'binary-file'],
  ['NUL bytes', 'lheo', `${DOCUMENT}\0`, 'binary-file'],
  ['NUL bytes', 'ical', event('DESCRIPTION:\0'), 'binary-file'],
  ['NUL bytes', 'vcard', card('NOTE:\0'), 'binary-file'],
  ['NUL bytes', 'oai', record('\0'), 'binary-file'],
  ['NUL bytes', 'opml', '<opml>\0</opml>', 'binary-file'],
  ['NUL bytes', 'mapped table', 'a;b\n\0;c', 'binary-file'],
  ['NUL bytes', 'sql dump', "INSERT INTO spip_articles (titre) VALUES ('a\0b');"],
  [
    'a javascript: link',
    'feed',
    item('<link>javascript:alert(1)</link><description>&lt;a href="javascript:alert(1)"&gt;x&lt;/a&gt;</description>'),
  ],
  [
    'a javascript: link',
    'feed',
    json({ url: 'javascript:alert(1)', content_html: '<a href="java\nscript:alert(1)">x</a>' }),
  ],
  [
    'a javascript: link',
    'farm xml',
    entry('<source_url>javascript:alert(1)</source_url><body>&lt;a href="javascript:alert(1)"&gt;x&lt;/a&gt;</body>'),
  ],
  [
    'a javascript: link',
    'csv',
    'title;enrol_url;content\nT;javascript:alert(1);"<a href=""javascript:alert(1)"">x</a>"',
  ],
  ['a javascript: link', 'lheo', DOCUMENT.replaceAll('https://cfa.example', 'javascript:alert(1)//')],
  ['a javascript: link', 'ical', event('URL:javascript:alert(1)')],
  ['a javascript: link', 'vcard', card('URL:javascript:alert(1)')],
  ['a javascript: link', 'oai', record('<dc:identifier>javascript:alert(1)</dc:identifier>')],
  [
    'a javascript: link',
    'manner of a feed',
    '<rss><channel><atom:link rel="hub" href="javascript:alert(1)"/></channel></rss>',
  ],
  [
    'an SVG with a script',
    'feed',
    item(`<description>${escaped}</description><content:encoded>${escaped}</content:encoded>`),
  ],
  ['an SVG with a script', 'feed', json({ content_html: SVG })],
  ['an SVG with a script', 'farm xml', entry(`<body>${escaped}</body>`)],
  ['an SVG with a script', 'csv', `title;content\nT;"${SVG.replaceAll('"', '""')}"`],
  ['an SVG with a script', 'lheo', DOCUMENT.replace('<objectif-formation>Tailler', `<objectif-formation>${escaped}`)],
  ['an SVG with a script', 'ical', event(`X-ALT-DESC;FMTTYPE=text/html:${SVG}`)],
  ['an SVG with a script', 'oai', record(`<dc:description>${escaped}</dc:description>`)],
]
