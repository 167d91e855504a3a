import { hash } from 'node:crypto'
import type { Site } from '../../../pipeline/model/site.ts'
import { skinCss } from '../skins/skin-css.ts'

/** Stylesheet of a site's skin. */
export function siteSkin({ skin }: Site): string {
  return skinCss({
    accent: skin.accent ?? '',
    accentDark: skin.accent_dark,
    surfaceTint: skin.surface_tint,
    displayFont: skin.display_font,
    textFont: skin.text_font,
    masthead: skin.masthead,
    character: skin.character,
  })
}

/** Address of that stylesheet; it changes with the skin, so that browsers may keep it. */
export function skinHref(site: Site): string {
  return `/skin-${hash('sha1', JSON.stringify(site.skin), 'hex').slice(0, 10)}.css`
}
