/** How a site may carry itself: rules, nameplate, opening and tiles, whatever its colours and typefaces. */
export const CHARACTERS = ['civic', 'gazette', 'poster', 'almanac'] as const

/** One of them. */
export type Character = (typeof CHARACTERS)[number]

/** The custom properties of a character; none for the house's own, which `tokens.css` holds, nor for a name nobody knows. */
export function characterLines(character: string | undefined): readonly string[] {
  return isCharacter(character) ? LINES[character] : []
}

function isCharacter(name: string | undefined): name is Character {
  return CHARACTERS.some((one) => one === name)
}

const LINES: Readonly<Record<Character, readonly string[]>> = {
  civic: [],
  // A newspaper: the name as a title, double rules, figures in ink without a ground.
  gazette: [
    '--name-size: var(--step-4);',
    '--nav-rule: 4px double var(--text);',
    '--section-rule: 4px double var(--text);',
    '--section-size: var(--step-1);',
    '--lead-size: var(--step-3);',
    '--tile-ground: transparent;',
    '--tile-ink: var(--text);',
    '--tile-edge: 1px solid var(--control);',
    '--radius: 0px;',
  ],
  // One block of colour from the top down to the search, and bars instead of rules.
  poster: [
    '--masthead: light-dark(var(--accent), var(--accent-tint));',
    '--masthead-text: light-dark(var(--accent-text), var(--text));',
    '--masthead-quiet: light-dark(var(--accent-text), var(--text));',
    '--masthead-mark: light-dark(var(--accent-text), var(--accent));',
    '--masthead-mark-text: light-dark(var(--accent), var(--accent-text));',
    '--nav: var(--masthead);',
    '--nav-text: var(--masthead-text);',
    '--nav-current: var(--masthead-text);',
    '--nav-rule: 1px solid currentColor;',
    '--nav-foot: var(--masthead);',
    '--opening: var(--masthead);',
    '--opening-text: var(--masthead-text);',
    '--opening-mark: var(--masthead-mark);',
    '--opening-mark-text: var(--masthead-mark-text);',
    '--opening-space: var(--space-6);',
    '--opening-lift: var(--main-space);',
    '--section-rule: 8px solid var(--accent);',
    '--section-size: var(--step-2);',
    '--tile-ground: var(--accent);',
    '--tile-ink: var(--accent-text);',
    '--radius: 6px;',
  ],
  // A wall calendar: tinted ground for the opening, dotted rules, leaves to tear off.
  almanac: [
    '--opening: var(--accent-tint);',
    '--opening-lift: var(--main-space);',
    '--opening-space: var(--space-6);',
    '--nav-rule: 1px solid var(--line);',
    '--section-rule: 3px dotted var(--accent);',
    '--section-ink: var(--accent);',
    '--tile-ground: var(--raised);',
    '--tile-edge: 1px solid var(--line);',
    '--tile-head: 5px solid var(--accent);',
    '--radius: 3px;',
  ],
}
