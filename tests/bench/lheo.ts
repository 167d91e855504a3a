import { readFileSync } from 'node:fs'
import { readIntake } from '../../pipeline/intake/detect.ts'
import { declareServiceType } from '../../pipeline/model/declare.ts'
import { quantile, tell } from './figure.ts'

/** Reads a LHÉO document of 500 formations, an action and two sessions each, five times: `node tests/bench/lheo.ts [formations]`. */
const [count = 500] = process.argv.slice(2).map(Number)
const file = new URL('../../instances/service-types/training.json', import.meta.url)
const declared = declareServiceType(JSON.parse(readFileSync(file, 'utf8')), 'training.json')
if (!declared.ok) throw new Error(JSON.stringify(declared.problems))
const serviceType = declared.value
const bytes = Buffer.from(lheo(count))
const times: number[] = []
for (let round = 0; round < 5; round += 1) {
  const start = performance.now()
  const intake = readIntake(bytes, { serviceType, knowsTerm: () => true })
  const read = intake.ok ? [...intake.value.items].length : 0
  times.push(performance.now() - start)
  if (read !== count) throw new Error(`${read} of ${count} were read`)
}
times.sort((a, b) => a - b)
tell({
  name: `LHÉO, ${count} formations read`,
  measured: quantile(times, 0.5),
  unit: 'ms',
  bar: { atMost: 2_000 },
  note: `${(bytes.length / 1_048_576).toFixed(1)} MB, median of five`,
})

function lheo(formations: number): string {
  const all = Array.from({ length: formations }, (_, index) => formation(index + 1)).join('')
  return `<?xml version="1.0" encoding="UTF-8"?><lheo xmlns="http://lheo.gouv.fr/2.3"><offres>${all}</offres></lheo>`
}

function formation(at: number): string {
  const text = '&lt;p&gt;Conduire un chantier de bout en bout, du devis à la réception.&lt;/p&gt;'.repeat(20)
  const place = `<adresse><ligne>${at} rue de la Gare</ligne><codepostal>58000</codepostal><ville>Nevers</ville><code-INSEE-commune>58194</code-INSEE-commune></adresse>`
  const session = `<session><periode><debut>20270900</debut><fin>20280630</fin></periode><adresse-inscription>${place}</adresse-inscription></session>`
  return `<formation numero="F${at}"><domaine-formation><code-FORMACODE>21054</code-FORMACODE><code-NSF>210</code-NSF><code-ROME>A1416</code-ROME></domaine-formation>
<intitule-formation>Formation ${at}</intitule-formation><objectif-formation>${text}</objectif-formation><resultats-attendus>${text}</resultats-attendus>
<contenu-formation>${text}</contenu-formation><certifiante>1</certifiante><contact-formation><coordonnees><courriel>f${at}@example.org</courriel></coordonnees></contact-formation>
<parcours-de-formation>1</parcours-de-formation><code-niveau-entree>4</code-niveau-entree>
<action numero="A${at}"><rythme-formation>Temps plein</rythme-formation><code-public-vise>83056</code-public-vise><niveau-entree-obligatoire>0</niveau-entree-obligatoire>
<modalites-alternance>-</modalites-alternance><modalites-enseignement>0</modalites-enseignement><conditions-specifiques>Avoir 18 ans</conditions-specifiques>
<prise-en-charge-frais-possible>1</prise-en-charge-frais-possible><lieu-de-formation><coordonnees>${place}</coordonnees></lieu-de-formation>
<modalites-entrees-sorties>0</modalites-entrees-sorties>${session.repeat(2)}<extras info="dispositif"><extra info="code">PRF</extra></extras></action>
<organisme-formation-responsable><numero-activite>99999999999</numero-activite><SIRET-organisme-formation><SIRET>73282932000074</SIRET></SIRET-organisme-formation>
<nom-organisme>Organisme ${at}</nom-organisme><raison-sociale>-</raison-sociale><coordonnees-organisme><coordonnees/></coordonnees-organisme><contact-organisme><coordonnees/></contact-organisme></organisme-formation-responsable></formation>`
}
