import { hash } from 'node:crypto'
import type { Organisation } from '../../../pipeline/model/organisation.ts'
import { skinCss } from '../skins/skin-css.ts'
import type { Visit } from '../visit.ts'

/** Address of the stylesheet of an organisation's colours; it changes with them, so that browsers may keep it. */
export function deskSkinHref(organisation: Organisation | undefined): string {
  return `/skin-${hash('sha1', deskSkin(organisation), 'hex').slice(0, 10)}.css`
}

/** The stylesheet behind an address of the desk, if it is that of an organisation of the farm, or of nobody. */
export function deskSkinAt({ memory, path }: Visit): string | undefined {
  const one = [undefined, ...memory.organisations.all()].find((organisation) => deskSkinHref(organisation) === path)
  return one || deskSkinHref(undefined) === path ? deskSkin(one) : undefined
}

function deskSkin(organisation: Organisation | undefined): string {
  return skinCss({ accent: organisation?.identity.accent ?? '' })
}
