/** The control of the editor of themes that a problem's field stands in: each of its forms has its own. */
export function themeControl(doing: string | undefined, field: string): string {
  const own = CONTROLS[doing ?? '']
  if (own === undefined) return field
  return doing === 'describe' || doing === 'add' ? `${own}-${field}` : own
}

const CONTROLS: Readonly<Record<string, string>> = {
  describe: 'said',
  add: 'new',
  move: 'move-target',
  merge: 'merge-target',
  retire: 'retire-target',
}
