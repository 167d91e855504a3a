import { THEME_EXTRA, THEME_EXTRAS } from '../pipeline/intake/lheo-terms.ts'
import { registersOf } from '../pipeline/intake/lheo-values.ts'
import { nodesIn, nodeText, type XmlNode } from '../pipeline/intake/xml-nodes.ts'
import type { ReadContext } from '../pipeline/model/field-types/field-type.ts'
import type { Edit } from './field-edit.ts'
import { changedAt, nodeOf, withChildren, withText } from './node-changes.ts'

/** The formation with the codes of its subjects as they are now; those that were never read stay. */
export function editCodes(formation: XmlNode, edit: Edit, name: string): XmlNode {
  const { gone, fresh } = difference(edit)
  return changedAt(formation, ['domaine-formation'], (found) => {
    const domain = found ?? nodeOf('domaine-formation')
    const kept = nodesIn(domain, name).filter((code) => !gone.has(nodeText(code)))
    return withChildren(domain, name, [...kept, ...fresh.map((code) => nodeOf(name, code))])
  })
}

/** The formation with its certifications as they are now. */
export function editCertifications(formation: XmlNode, edit: Edit): XmlNode {
  const { gone, fresh } = difference(edit)
  const kept = nodesIn(formation, 'certification').flatMap((one) => {
    const left = registersOf(one).filter((register) => !gone.has(register))
    if (left.length === registersOf(one).length) return [one]
    const bare = ['RNCP', 'RS']
      .filter((register) => !left.some((number) => number.startsWith(register)))
      .reduce((node, register) => withChildren(node, `code-${register}`, []), one)
    return left.length === 0 ? [] : [bare]
  })
  return withChildren(formation, 'certification', [...kept, ...fresh.flatMap(certification)])
}

function certification(written: string): readonly XmlNode[] {
  const [, register = 'RNCP', number = ''] = /^(RNCP|RS)?\s*(\d+)$/i.exec(written.trim()) ?? []
  return number === '' ? [] : [nodeOf('certification', [nodeOf(`code-${register.toUpperCase()}`, number)])]
}

/** The formation with its audiences: codes that still say one of them, and the others in words, LHÉO having no code of ours. */
export function editAudience(formation: XmlNode, { is }: Edit, reading: ReadContext | undefined): XmlNode {
  const now = new Set(is.map(String))
  const conceptOf = (text: string) => reading?.thesaurus.resolve('publics', text)
  return changedAt(formation, ['action'], (found) => {
    const action = found ?? nodeOf('action')
    const codes = nodesIn(action, 'code-public-vise')
    const kept = codes.filter((code) => {
      const known = conceptOf(`formacode:${nodeText(code)}`)
      return known !== undefined && now.has(known.code)
    })
    const coded = new Set(kept.map((code) => conceptOf(`formacode:${nodeText(code)}`)?.code))
    const named = [...now].filter((code) => !coded.has(code))
    const fresh = named.flatMap((code) => reading?.thesaurus.get('publics', code)?.notations.formacode?.[0] ?? [])
    const words = named.map((code) => reading?.thesaurus.get('publics', code)?.label.fr ?? code).join(' ; ')
    const all = [...kept, ...fresh.map((code) => nodeOf('code-public-vise', code))]
    return changedAt(
      withChildren(action, 'code-public-vise', all),
      ['info-public-vise'],
      withText('info-public-vise', words),
    )
  })
}

/** The formation with the themes it has here, among the extras of its action: LHÉO has subjects, not ours. */
export function editThemes(formation: XmlNode, { is }: Edit): XmlNode {
  return changedAt(formation, ['action'], (found) => {
    const action = found ?? nodeOf('action')
    const others = nodesIn(action, 'extras').filter((one) => one.attributes.info !== THEME_EXTRAS)
    const themes = is.map((code) => ({ ...nodeOf('extra', String(code)), attributes: { info: THEME_EXTRA } }))
    const extras = themes.length === 0 ? [] : [{ ...nodeOf('extras', themes), attributes: { info: THEME_EXTRAS } }]
    return withChildren(action, 'extras', [...others, ...extras])
  })
}

function difference({ was, is }: Edit): { readonly gone: ReadonlySet<string>; readonly fresh: readonly string[] } {
  const [before, now] = [was.map(String), is.map(String)]
  return {
    gone: new Set(before.filter((one) => !now.includes(one))),
    fresh: now.filter((one) => !before.includes(one)),
  }
}
