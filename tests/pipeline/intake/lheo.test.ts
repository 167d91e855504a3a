import { describe, expect, it } from 'vitest'
import { offerIn } from '../../../pipeline/intake/lheo-kept.ts'
import { declaredType } from './declared-types.ts'
import { readWhole, refusal } from './reading.ts'

const training = { serviceType: declaredType('training') }

const ACTION = `<action numero="A1"><rythme-formation>Temps plein</rythme-formation><code-public-vise>80054</code-public-vise>
  <modalites-alternance>-</modalites-alternance><modalites-enseignement>1</modalites-enseignement>
  <conditions-specifiques>&lt;p&gt;Avoir 18 ans&lt;/p&gt;</conditions-specifiques><prise-en-charge-frais-possible>1</prise-en-charge-frais-possible>
  <lieu-de-formation><coordonnees><ligne>Lycée</ligne><adresse><ligne>3 rue Basse</ligne><codepostal>58000</codepostal><ville>Nevers</ville><code-INSEE-commune>58194</code-INSEE-commune></adresse></coordonnees></lieu-de-formation>
  <modalites-entrees-sorties>0</modalites-entrees-sorties>
  <session><periode><debut>00000000</debut><fin>99999999</fin></periode></session>
  <session><periode><debut>20270900</debut><fin>99999999</fin></periode><etat-recrutement>1</etat-recrutement></session>
  <prix-total-TTC>2500</prix-total-TTC><nombre-heures-total>350</nombre-heures-total></action>`

function formation(action = ACTION, siret = '00000000000000') {
  return `<formation numero="F1"><domaine-formation><code-FORMACODE>21054</code-FORMACODE><code-NSF>210</code-NSF><code-ROME>A1416</code-ROME></domaine-formation>
  <intitule-formation>BPA &#8211; viticulture</intitule-formation><objectif-formation><![CDATA[<p>Tailler</p>]]></objectif-formation>
  <resultats-attendus>-</resultats-attendus><contenu-formation>Vigne</contenu-formation><certifiante>1</certifiante>
  <contact-formation><coordonnees><courriel>cfa@example.org</courriel></coordonnees></contact-formation>
  <parcours-de-formation>2</parcours-de-formation><code-niveau-entree>0</code-niveau-entree><code-niveau-sortie>13</code-niveau-sortie>
  <certification><code-RNCP>37795</code-RNCP></certification>${action}
  <organisme-formation-responsable><numero-activite>99999999999</numero-activite><SIRET-organisme-formation><SIRET>${siret}</SIRET></SIRET-organisme-formation>
  <nom-organisme>CFA de la Nièvre</nom-organisme></organisme-formation-responsable></formation>`
}

function lheo(formations: string, namespace = 'http://lheo.gouv.fr/2.3') {
  return `<lheo xmlns="${namespace}"><offres>${formations}</offres></lheo>`
}

describe('LHÉO', () => {
  it('makes a training of each action', () => {
    expect(readWhole(lheo(formation()), training).items).toEqual([
      {
        line: 1,
        externalId: 'F1/A1',
        problems: [],
        raw: {
          title: 'BPA – viticulture',
          provider: 'CFA de la Nièvre',
          objective: '<p>Tailler</p>',
          content: 'Vigne',
          results: 'Non précisé',
          prerequisites: 'Avoir 18 ans',
          audience: ['Tout public'],
          entry_level: 'any',
          exit_level: 'level-3',
          certifying: 'oui',
          certifications: ['RNCP37795'],
          teaching_mode: 'blended',
          pathway: 'individual',
          schedule: 'Temps plein',
          hours: '350',
          entry_mode: 'fixed-dates',
          sessions: [{ start: '20270900' }],
          address: { street: 'Lycée, 3 rue Basse', postcode: '58000', town: 'Nevers', commune: '58194' },
          price: '2500',
          funded: 'oui',
          email: 'cfa@example.org',
          occupations: ['A1416'],
          nsf: ['210'],
          formacode: ['21054'],
          lheo: expect.stringMatching(/^<formation numero="F1"><domaine-formation>.*<\/formation>$/s),
        },
      },
    ])
  })

  it('keeps what its document says beside the formations with the last offer, and gives it back', () => {
    const text = lheo(`${formation()}${formation().replace('F1', 'F2')}<extras><extra info="lot">7</extra></extras>`)
    const { items } = readWhole(text.replace('</lheo>', '<extras info="fin"/></lheo>'), training)
    const kept = items.map(({ raw }) => offerIn(String(raw.lheo)))
    expect(kept.map((offer) => offer?.formation.attributes.numero)).toEqual(['F1', 'F2'])
    expect(kept.map((offer) => [offer?.extras.offers.length, offer?.extras.document.length])).toEqual([
      [0, 0],
      [1, 1],
    ])
    expect(kept[1]?.extras.document[0]?.attributes).toEqual({ info: 'fin' })
  })

  it('keeps an element of another namespace, bound on whatever ancestor', () => {
    const action = ACTION.replace('</action>', '<extras><z:lot xmlns:q="urn:q">7</z:lot></extras></action>')
    const text = lheo(formation(action)).replace('<offres>', '<offres xmlns:z="urn:z">')
    const [item] = readWhole(text, training).items
    expect(String(item?.raw.lheo)).toContain('<extras><z:lot xmlns:z="urn:z">7</z:lot></extras>')
  })

  it('leaves out extras of the document that no offer can carry, and says so', () => {
    const long = `<extras><extra>${'mot '.repeat(60_000)}</extra></extras>`
    const { items, warnings } = readWhole(lheo(formation() + long), training)
    expect(String(items[0]?.raw.lheo)).toMatch(/^<formation/)
    expect(warnings).toEqual([{ code: 'too-long', params: { max: 200_000, length: expect.any(Number) } }])
  })

  it('finds themes by the codes the vocabulary holds, and drops codes nobody knows with a warning', () => {
    const known = new Set(['themes nsf:21', 'nsf 210', 'publics formacode:80054'])
    const knowsTerm = (vocabulary: string, text: string) => known.has(`${vocabulary} ${text}`)
    const { items, warnings } = readWhole(lheo(formation()), { ...training, knowsTerm })
    expect(items[0]?.raw).toMatchObject({ themes: ['nsf:21'], nsf: ['210'], audience: ['formacode:80054'] })
    expect(items[0]?.raw).not.toHaveProperty('occupations')
    expect(warnings).toEqual([{ code: 'unknown-term', params: { vocabulary: 'rome', value: 'A1416' } }])
  })

  it('counts its actions across formations, and tells those without number apart', () => {
    const anonymous = formation(ACTION.replace(' numero="A1"', '').repeat(2)).replace(' numero="F1"', '')
    const { items } = readWhole(lheo(formation() + anonymous, 'http://www.lheo.org/2.2'), training)
    const [numbered, first, second] = items.map(({ externalId }) => externalId ?? '')
    expect(items.map(({ line }) => line)).toEqual([1, 2, 3])
    expect(numbered).toBe('F1/A1')
    expect(second).toBe(`${first}.2`)
    const longer = readWhole(lheo(formation().replace('BPA', 'CAP') + anonymous), training).items
    expect(longer.map(({ externalId }) => externalId)).toEqual(['F1/A1', first, second])
  })

  it('keeps a true SIRET', () => {
    const [item] = readWhole(lheo(formation(ACTION, '19290076900014')), training).items
    expect(item?.raw.provider_siret).toBe('19290076900014')
  })

  it('does not give a name to a training that has none', () => {
    const [item] = readWhole(
      lheo(formation().replace(/<intitule-formation>.*?<\/intitule-formation>/, '')),
      training,
    ).items
    expect(item?.raw).not.toMatchObject({ title: expect.stringMatching(/./) })
  })

  it('reads versions 2.0, 2.2 and 2.3 under any prefix, and no other', () => {
    for (const namespace of ['http://www.lheo.org/2.0', 'http://www.lheo.org/2.2', 'http://lheo.gouv.fr/2.3']) {
      const prefixed = lheo(formation())
        .replace(/<(\/?)(?=\w)/g, '<$1l:')
        .replace('xmlns="http://lheo.gouv.fr/2.3"', `xmlns:l="${namespace}"`)
        .replace(/<l:p>(.*?)<\/l:p>/, '<p>$1</p>')
      expect(readWhole(prefixed, training).items[0]?.raw).toMatchObject({ address: { town: 'Nevers' } })
    }
    expect(refusal(lheo('', 'http://www.lheo.org/1.3.0'), training)).toMatchObject({
      code: 'wrong-namespace',
      params: { found: 'http://www.lheo.org/1.3.0', expected: 'http://lheo.gouv.fr/2.3' },
    })
  })

  it('is refused where trainings are not what is asked for', () => {
    expect(refusal(lheo(formation()), { serviceType: declaredType('job') })).toEqual({
      code: 'wrong-service-type',
      params: { found: 'training', expected: 'job' },
    })
  })

  it('is refused with its place when it is not well formed', () => {
    expect(refusal(lheo('\n<formation>\n<action></formation>'), training)).toMatchObject({
      code: 'not-well-formed',
      line: 3,
    })
  })
})
