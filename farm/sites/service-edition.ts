import { hash } from 'node:crypto'
import type { Subscription } from '../../pipeline/model/site.ts'

/** Tells one state of a service from the next, whatever its place among the others. */
export function serviceEdition({ slug, label, mode, when, arrangement }: Subscription): string {
  return hash('sha1', JSON.stringify([slug, label.fr, label.en, mode, when, arrangement]), 'base64url')
}
