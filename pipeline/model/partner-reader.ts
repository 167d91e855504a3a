/** What the ledger calls a partner: one word without a plain space, and never that of another. */
export function partnerReader({ name, partner }: { readonly name: string; readonly partner: number }): string {
  return `${name.replace(/\s/g, '\u00a0')}\u00a0#${partner}`
}
