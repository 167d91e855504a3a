import { hash } from 'node:crypto'
import { siteSkin } from '../portal/skin-href.ts'
import { skinCss } from '../skins/skin-css.ts'
import type { Visit } from '../visit.ts'

/** Stylesheet of the directory: the network's colours, and for each public site its own, under `.look-<site>`. */
export function directorySkin({ memory }: Visit): string {
  const network = networkOf({ memory })
  const sites = memory.sites.all().filter((site) => site.visibility === 'public')
  const looks = sites.map((site) => looksOnly(siteSkin(site)).replace(':root', `.look-${site.id}`))
  const base = skinCss({ accent: network?.identity.accent ?? '', displayFont: network?.identity.font_display })
  return [base, ...looks].join('')
}

/** Address of that stylesheet. */
export function directorySkinHref(visit: Visit): string {
  return `/skin-${hash('sha1', directorySkin(visit), 'hex').slice(0, 10)}.css`
}

/** The body at the head of the network: the national one, else the first that has nobody above. */
export function networkOf({ memory }: Pick<Visit, 'memory'>) {
  const all = memory.organisations.all()
  return all.find((one) => one.kind === 'national') ?? all.find((one) => one.parent === null)
}

// A card keeps the paper and ink of the page: only the site's colour and its display face are its own.
function looksOnly(css: string): string {
  return css
    .split('\n')
    .filter((line) => !line.startsWith('  --') || /^ {2}--(?:accent|font-display|display)/.test(line))
    .join('\n')
}
