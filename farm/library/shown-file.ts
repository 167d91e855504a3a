import { and, eq, sql } from 'drizzle-orm'
import type { Values } from '../../pipeline/model/entry.ts'
import type { StoredValue } from '../../pipeline/model/field-types/field-type.ts'
import type { ServiceType } from '../../pipeline/model/service-type.ts'
import { isList, storedPart } from '../../pipeline/model/written/parts.ts'
import { applyTouch } from '../../pipeline/routing/touch.ts'
import type { Storage } from '../storage/storage.ts'
import { findFile, type KeptFile } from './files.ts'

/** The kept file of that id if a site shows it now: an entry live there carries it in a field that is not confidential. */
export async function shownFile(
  storage: Pick<Storage, 'read' | 'tables'>,
  asked: { readonly id: string; readonly site: string; serviceType(id: string): ServiceType | undefined },
): Promise<KeptFile | undefined> {
  const file = await findFile({ storage }, asked.id)
  if (!file) return undefined
  const { deliveries, revisions } = storage.tables
  // The id is a digest in hexadecimal: LIKE has nothing to interpret in it.
  const rows = await storage.read
    .select({ serviceType: deliveries.serviceType, values: revisions.values })
    .from(deliveries)
    .innerJoin(revisions, eq(revisions.id, deliveries.revision))
    .where(
      and(
        eq(deliveries.site, asked.site),
        eq(deliveries.state, 'live'),
        sql`cast(${revisions.values} as text) like ${`%${file.id}%`}`,
      ),
    )
    .limit(20)
  const shown = rows.some((row) => carries(asked.serviceType(row.serviceType), row.values, file.id))
  return shown || (await isBrought(storage, file.id, asked)) ? file : undefined
}

// A picture the site put in the place of an entry's own.
async function isBrought(
  { read, tables }: Pick<Storage, 'read' | 'tables'>,
  id: string,
  { site, serviceType }: { readonly site: string; serviceType(id: string): ServiceType | undefined },
): Promise<boolean> {
  const { deliveries, touches } = tables
  const rows = await read
    .select({ serviceType: deliveries.serviceType, fields: touches.fields })
    .from(touches)
    .innerJoin(deliveries, and(eq(deliveries.entry, touches.entry), eq(deliveries.subscription, touches.subscription)))
    .where(
      and(eq(touches.site, site), eq(deliveries.state, 'live'), sql`cast(${touches.fields} as text) like ${`%${id}%`}`),
    )
    .limit(20)
  return rows.some((row) => carries(serviceType(row.serviceType), applyTouch({}, row.fields), id))
}

function carries(serviceType: ServiceType | undefined, values: Values, id: string): boolean {
  return (serviceType?.fields ?? [])
    .filter((field) => !field.confidential && (field.type === 'image' || field.type === 'file'))
    .some((field) => itemsOf(values[field.name]).some((item) => storedPart(item, 'file') === id))
}

function itemsOf(value: StoredValue | undefined): readonly StoredValue[] {
  return value === undefined ? [] : isList(value) ? value : [value]
}
