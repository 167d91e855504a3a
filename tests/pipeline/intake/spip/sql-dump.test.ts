import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repairedText } from '../../../../pipeline/intake/spip/repaired-text.ts'
import { dumpRows } from '../../../../pipeline/intake/spip/sql-dump.ts'
import { spipTable } from '../../../../pipeline/intake/spip/tables.ts'
import { cpuClock } from '../../../cpu-clock.ts'

function* pieces(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function rows(text: string, size = 65_536) {
  return [...dumpRows(pieces(text, size), (table) => table.endsWith('articles'))]
}

const MYSQL = `-- MySQL dump
/*!40101 SET NAMES utf8 */;
CREATE TABLE \`spip_articles\` (
  \`id_article\` bigint(21) NOT NULL AUTO_INCREMENT COMMENT 'a,(b) ;',
  \`titre\` text NOT NULL,
  \`texte\` longtext,
  PRIMARY KEY (\`id_article\`),
  KEY \`x\` (\`titre\`(10))
) ENGINE=MyISAM;
INSERT INTO \`spip_articles\` VALUES (1,'l\\'été; (ok)',NULL),(2,'d\\\\n''x',_binary 'a\\nb');
INSERT INTO \`spip_forum\` VALUES (1,'); INSERT INTO spip_articles VALUES (9,9,9);');
REPLACE INTO base.spip_articles (id_article, titre) VALUES (3, 0x6162), (4, X'63');
`

describe('a dump of SQL', () => {
  test.each([1, 3, 17, 65_536])('gives its rows, whatever the pieces it comes in (%i bytes)', (size) => {
    const values = rows(MYSQL, size).map((row) => row.values)
    expect(values).toEqual([
      { id_article: '1', titre: Buffer.from('l’été; (ok)'.replace('’', "'")).toString('latin1'), texte: '' },
      { id_article: '2', titre: "d\\n'x", texte: 'a\nb' },
      { id_article: '3', titre: 'ab' },
      { id_article: '4', titre: 'c' },
    ])
  })

  test('of SQLite has no escapes but the line breaks its shell writes', () => {
    const text = `PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE spip_articles (id_article integer, "titre" text);
INSERT INTO spip_articles VALUES(1,replace('a\\nb','\\n',char(10)));
INSERT INTO spip_articles VALUES(2,'c\\');
COMMIT;`
    expect(rows(text).map((row) => row.values.titre)).toEqual(['a\nb', 'c\\'])
  })

  test('damaged or hostile, it ends and stays small', () => {
    const spent = cpuClock()
    for (const text of [
      `INSERT INTO a_articles VALUES (${"'".repeat(300_001)}`,
      `INSERT INTO a_articles VALUES ${'('.repeat(300_000)}`,
      `CREATE TABLE a_articles ${'('.repeat(300_000)}`,
      `INSERT INTO a_articles (x) VALUES (${'replace('.repeat(50_000)}`,
      '/*'.repeat(200_000),
      'INSERT INTO a_articles'.repeat(20_000),
    ])
      expect(rows(text).length).toBeLessThan(10)
    const bits = [
      'INSERT INTO a_articles',
      ' VALUES ',
      '(',
      ')',
      "'",
      '"',
      '`',
      ';',
      ',',
      '\\',
      '--',
      '\n',
      '/*',
      '*/',
      '1',
      'CREATE TABLE a_articles (x)',
    ]
    const check = fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 80 }), (parts) => {
      expect(rows(parts.join('')).length).toBeLessThan(100)
    })
    fc.assert(check, { numRuns: 500 })
    expect(spent()).toBeLessThan(20_000)
  })

  test('its tables are known under any prefix', () => {
    expect(spipTable('spip_articles')).toEqual({ prefix: 'spip', table: 'articles' })
    expect(spipTable('mon_site2_syndic_articles')).toEqual({ prefix: 'mon_site2', table: 'syndic_articles' })
    expect(spipTable('spip_forum')).toBeUndefined()
  })

  test.each(['Été à Nevers — l’atelier MAÏS œuvre', '10 €', '« oui »', 'abc', ''])(
    '%s is read in any encoding',
    (text) => {
      const twice = new TextDecoder('windows-1252').decode(Buffer.from(text))
      expect(repairedText(Buffer.from(twice)).text).toBe(text)
      expect(repairedText(Buffer.from(text))).toEqual({ text, twice: false })
    },
  )
})
