import { beforeAll, describe, expect, it } from 'vitest'
import type { Memory } from '../../../farm/memory.ts'
import { conditionSentence } from '../../../farm/web/present/condition-sentence.ts'
import { reasonLine, reasonsOf } from '../../../farm/web/present/reasons.ts'
import { wordsIn } from '../../../farm/web/words/words.ts'
import type { Condition } from '../../../pipeline/model/condition.ts'
import type { Finding } from '../../../pipeline/routing/finding.ts'
import { demoFarm } from '../../farms.ts'

/** With ordinary spaces. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const job: Condition = { service_type: ['job'] }

/** A request, and how it reads in French and in English. */
const SENTENCES: readonly [Condition, string, string][] = [
  [
    {
      all: [
        job,
        { theme: ['agriculture'] },
        { any: [{ territory: ['departement:58'] }, { near: 'commune:58194', km: 30 }] },
        { published: { within_days: 60 } },
        { none: [{ territory: ['departement:89'] }] },
      ],
    },
    'Les offres d’emploi sur le thème « Agriculture » ou un de ses sous-thèmes, dans la Nièvre ou à moins de 30 km de Nevers, en ligne depuis 60 jours au plus, sauf celles dans l’Yonne.',
    'Job offers on the theme “Agriculture” or one under it, in Nièvre or within 30 km of Nevers, online for at most 60 days, except those in Yonne.',
  ],
  [
    { any: [{ near: 'commune:89024', km: 5.5 }, job] },
    'Toutes les fiches à moins de 5,5 km d’Auxerre ou parmi les offres d’emploi.',
    'All entries within 5.5 km of Auxerre or among job offers.',
  ],
  [{ none: [job] }, 'Toutes les fiches, sauf les offres d’emploi.', 'All entries, except job offers.'],
  [
    {
      all: [
        job,
        {
          any: [{ territory: ['departement:58'] }, { none: [{ language: ['en'] }, { near: 'commune:89024', km: 5 }] }],
        },
      ],
    },
    'Les offres d’emploi dans la Nièvre ou autres que celles en anglais ou celles à moins de 5 km d’Auxerre.',
    'Job offers in Nièvre or other than those in English or those within 5 km of Auxerre.',
  ],
  [
    { any: [{ all: [{ territory: ['departement:58'] }, { none: [job] }] }, { language: ['en'] }] },
    'Toutes les fiches (dans la Nièvre, sauf les offres d’emploi) ou en anglais.',
    'All entries (in Nièvre, except job offers) or in English.',
  ],
  [
    { all: [job, { territory: ['region:27'], relation: 'either' }, { language: ['fr'] }] },
    'Les offres d’emploi en Bourgogne-Franche-Comté ou sur un territoire plus large, en français.',
    'Job offers in Bourgogne-Franche-Comté or on a wider territory, in French.',
  ],
  [
    { all: [job, { field: 'title', contains: 'bois' }, { field: 'title', filled: true }] },
    'Les offres d’emploi dont « Intitulé du poste » contient « bois », dont « Intitulé du poste » est rempli.',
    'Job offers whose “Job title” holds “bois”, whose “Job title” is filled in.',
  ],
  [
    { published: { at_least: 'today-7', at_most: '2026-03-01' } },
    'Toutes les fiches avec une publication il y a 7 jours ou après et avec une publication le 1 mars 2026 ou avant.',
    'All entries published 7 days ago or later and published on 1 March 2026 or earlier.',
  ],
]

/** A finding, and what is said of it. */
const REASONS: readonly [Finding, string][] = [
  [
    {
      held: true,
      condition: 'near',
      asked: ['commune:58194'],
      has: ['commune:58086'],
      by: { has: 'commune:58086', asked: 'commune:58194' },
      distance: 48.21,
      km: 50,
      approximate: true,
    },
    'Cosne-Cours-sur-Loire : à environ 48 km de Nevers, pour 50 km demandés',
  ],
  [
    { held: false, condition: 'near', asked: ['commune:58194'], has: ['commune:58086'], distance: 48.21, km: 30 },
    'Cosne-Cours-sur-Loire : à 48 km de Nevers ; la rubrique demande moins de 30 km',
  ],
  [
    { held: false, condition: 'near', asked: ['commune:58194'], has: [], km: 30 },
    'La fiche n’a pas de lieu précis ; la rubrique demande moins de 30 km autour de Nevers',
  ],
  [
    { held: false, condition: 'published', test: 'within_days', asked: ['60'], has: ['2026-03-01'] },
    'Publiée le 1 mars 2026 ; la rubrique demande 60 jours au plus',
  ],
  [
    { held: false, condition: 'field', field: 'title', test: 'contains', asked: ['bois'], has: ['Vendeur'] },
    '« Titre » ne contient pas « bois »',
  ],
  [
    { held: false, condition: 'field', field: 'title', test: 'contains', asked: ['bois'], has: [] },
    '« Titre » est vide ; la rubrique demande « bois »',
  ],
  [
    { held: true, condition: 'origin', asked: ['granted'], has: ['nievre'], by: { has: 'nievre', asked: 'granted' } },
    'Vient de Maison Loire et Morvan, qui l’accorde à l’organisme du site',
  ],
  [
    {
      held: false,
      condition: 'none',
      parts: [{ held: true, condition: 'language', asked: ['fr'], has: ['fr'], by: { has: 'fr', asked: 'fr' } }],
    },
    'La rubrique écarte ceci : Langue demandée : français',
  ],
  [
    { held: true, condition: 'none', parts: [{ held: false, condition: 'language', asked: ['fr'], has: ['en'] }] },
    'Rien de ce que la rubrique écarte (en français)',
  ],
]

describe('Conditions in words', () => {
  const open = demoFarm()
  let memory: Memory
  beforeAll(async () => {
    memory = await (await open()).memory()
  }, 60_000)

  it.each(SENTENCES)('%j reads as a sentence', (condition, french, english) => {
    expect(plain(conditionSentence({ words: wordsIn('fr'), memory }, condition))).toBe(plain(french))
    expect(conditionSentence({ words: wordsIn('en'), memory }, condition)).toBe(english)
  })

  it.each(REASONS)('%j is said', (finding, said) => {
    expect(plain(reasonLine(reasonsOf({ words: wordsIn('fr'), memory }, finding)))).toBe(plain(said))
  })

  it('tells every condition of a group that holds or fails', () => {
    const leaf = (held: boolean): Finding => ({ held, condition: 'language', asked: ['fr'], has: ['en'] })
    const [any] = reasonsOf(
      { words: wordsIn('fr'), memory },
      {
        held: false,
        condition: 'any',
        parts: [leaf(false), { held: false, condition: 'all', parts: [leaf(false), leaf(true)] }],
      },
    )
    expect(any?.parts?.map((one) => one.parts?.length ?? 0)).toEqual([0, 2])
  })
})
