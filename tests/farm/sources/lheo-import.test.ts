import { expect, it } from 'vitest'
import { importBatch } from '../../../farm/batches/import-batch.ts'
import { batchProblems } from '../../../farm/storage/gateways/batch-store.ts'
import { writeValues } from '../../../pipeline/model/write-values.ts'
import { describeFarmOnBoth, person } from '../../farms.ts'

const PLACE =
  '<adresse><ligne>3 rue Basse</ligne><codepostal>58000</codepostal><ville>Nevers</ville><code-INSEE-commune>58999</code-INSEE-commune></adresse>'
const OFFER = `<lheo xmlns="http://www.lheo.org/2.2"><offres><formation numero="F1"><domaine-formation><code-ROME>A1416</code-ROME></domaine-formation>
  <intitule-formation>Taille de la vigne</intitule-formation><objectif-formation>Tailler</objectif-formation><resultats-attendus>-</resultats-attendus>
  <contenu-formation>Vigne</contenu-formation><certifiante>7</certifiante><contact-formation><coordonnees/></contact-formation>
  <parcours-de-formation>1</parcours-de-formation><code-niveau-entree>0</code-niveau-entree><action numero="A1"><rythme-formation>-</rythme-formation>
  <code-public-vise>83056</code-public-vise><niveau-entree-obligatoire>0</niveau-entree-obligatoire><modalites-alternance>-</modalites-alternance>
  <modalites-enseignement>0</modalites-enseignement><conditions-specifiques>-</conditions-specifiques><prise-en-charge-frais-possible>1</prise-en-charge-frais-possible>
  <lieu-de-formation><coordonnees>${PLACE}</coordonnees></lieu-de-formation><modalites-entrees-sorties>0</modalites-entrees-sorties>
  <session><periode><debut>20271301</debut><fin>20280000</fin></periode><adresse-inscription>${PLACE}</adresse-inscription></session>
  <extras info="dispositif"><extra info="code">PRF</extra></extras></action><organisme-formation-responsable><numero-activite>99999999999</numero-activite>
  <SIRET-organisme-formation><SIRET>12345678901234</SIRET></SIRET-organisme-formation><nom-organisme>CFA</nom-organisme><raison-sociale>-</raison-sociale>
  <coordonnees-organisme><coordonnees/></coordonnees-organisme><contact-organisme><coordonnees/></contact-organisme></organisme-formation-responsable></formation></offres></lheo>`

describeFarmOnBoth('An offer that comes by LHÉO', (open) => {
  it('is taken in whole, its faults named by their elements, and stays whole when its form is saved', async () => {
    const farm = await open()
    const actor = await person(farm, 'francoise.dubreuil')
    const about = { name: 'offres.xml', serviceType: 'training', organisation: 'nievre', actor }
    const report = await importBatch(farm, { ...about, content: { bytes: Buffer.from(OFFER) } })
    if (!report.ok) throw new Error(JSON.stringify(report.problems))
    expect(report.value).toMatchObject({ new: 1, refused: 0 })
    const told = await batchProblems(farm.storage, { batch: report.value.batch ?? 0, limit: 50 })
    expect(told.map(({ problem }) => `${problem?.code} ${problem?.params?.element ?? ''}`)).toEqual(
      expect.arrayContaining([
        'lheo-unknown-code formation/certifiante',
        'lheo-unknown-commune formation/action/lieu-de-formation/coordonnees/adresse/code-INSEE-commune',
        'lheo-bad-date formation/action/session/periode/debut',
        'lheo-bad-siret formation/organisme-formation-responsable/SIRET-organisme-formation/SIRET',
      ]),
    )
    const [entry] = await farm.ports.entries.identify({ externalIds: ['F1/A1'], urls: [], fingerprints: [] })
    const before = await farm.ports.entries.revision(entry?.workingRevision ?? 0)
    expect(before?.values.lheo).toContain('<extra info="code">PRF</extra>')
    const serviceType = (await farm.memory()).serviceType('training')
    if (!entry || !before || !serviceType) throw new Error('not there')
    const { lheo: _, ...raw } = writeValues(serviceType, before.values)
    const form = { serviceType: 'training', organisation: 'nievre', road: 'form', intent: 'propose' } as const
    const [saved] = await farm.submit([{ ...form, entry: entry.id, raw: { ...raw, title: 'Tailler la vigne' } }], {
      actor,
    })
    expect(saved).toMatchObject({ outcome: 'changed', problems: [] })
    const now = await farm.ports.entries.get(entry.id)
    const after = await farm.ports.entries.revision(now?.workingRevision ?? 0)
    expect(after?.values).toMatchObject({ title: 'Tailler la vigne', lheo: before.values.lheo })
  })
})
