import { and, eq, or } from 'drizzle-orm'
import type { Values } from '../../pipeline/model/entry.ts'
import type { StoredValue } from '../../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import { isList, storedPart } from '../../pipeline/model/written/parts.ts'
import { applyTouch } from '../../pipeline/routing/touch.ts'
import { BROUGHT_HERE } from '../storage/entries/file-uses.ts'
import type { Storage } from '../storage/storage.ts'
import { findFile, type KeptFile } from './files.ts'

/** A file asked of a site. */
export interface AskedFile {
  readonly id: string
  readonly site: string
  serviceType(id: string): ServiceType | undefined
}

/** The kept file of that id if a site shows it now: an entry live there carries it in a field that is not confidential, or its site put it there. */
export async function shownFile(
  storage: Pick<Storage, 'read' | 'tables'>,
  asked: AskedFile,
): Promise<KeptFile | undefined> {
  const file = await findFile({ storage }, asked.id)
  if (!file) return undefined
  const { read, tables } = storage
  const { deliveries, fileUses, revisions, touches } = tables
  const isShown = or(eq(fileUses.revision, deliveries.revision), eq(fileUses.revision, BROUGHT_HERE))
  const rows = await read
    .select({ serviceType: deliveries.serviceType, values: revisions.values, fields: touches.fields })
    .from(fileUses)
    .innerJoin(deliveries, and(eq(deliveries.entry, fileUses.entry), isShown))
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .leftJoin(touches, and(eq(touches.entry, deliveries.entry), eq(touches.subscription, deliveries.subscription)))
    .where(and(eq(fileUses.file, file.id), eq(deliveries.site, asked.site), eq(deliveries.state, 'live')))
    .limit(50)
  const shown = rows.some(({ serviceType, values, fields }) =>
    carries(asked.serviceType(serviceType), applyTouch(values, fields ?? {}), file.id),
  )
  return shown ? file : undefined
}

/** Whether these values carry the file in a field that is not confidential. */
export function carries(serviceType: ServiceType | undefined, values: Values, id: string): boolean {
  return (serviceType?.fields ?? [])
    .filter((field) => !field.confidential && (field.type === 'image' || field.type === 'file'))
    .some((field) => itemsOf(values[field.name]).some((item) => storedPart(item, 'file') === id))
}

function itemsOf(value: StoredValue | undefined): readonly StoredValue[] {
  return value === undefined ? [] : isList(value) ? value : [value]
}
