/** The `aria-describedby` of a control inside a FieldShell: its help, then its error, or nothing. */
export function describedBy(field: {
  id: string
  help?: string | undefined
  error?: string | undefined
}): string | undefined {
  const ids = [field.help && `${field.id}-help`, field.error && `${field.id}-error`].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}
