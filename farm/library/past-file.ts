import { and, eq } from 'drizzle-orm'
import type { Values } from '../../pipeline/model/entry.ts'
import { applyTouch } from '../../pipeline/routing/touch.ts'
import { BROUGHT_HERE } from '../storage/entries/file-uses.ts'
import { findFile, type KeptFile } from './files.ts'
import { type AskedFile, carries, shownFile } from './shown-file.ts'

type Reading = Parameters<typeof shownFile>[0]

/** The kept file of that id if a site shows it or ever showed it: a revision it showed carried it in a field that is not confidential, or its site had put it there. */
export async function pastFile(storage: Reading, asked: AskedFile): Promise<KeptFile | undefined> {
  const file = await findFile({ storage }, asked.id)
  if (!file) return undefined
  const held = [...(await shownBefore(storage, asked)), ...(await saidBefore(storage, asked))]
  if (held.some(({ serviceType, values }) => carries(asked.serviceType(serviceType), values, file.id))) return file
  return shownFile(storage, asked)
}

interface Held {
  readonly serviceType: string
  readonly values: Values
}

const MOST = 50

function shownBefore({ read, tables }: Reading, { id, site }: AskedFile): Promise<readonly Held[]> {
  const { spans, fileUses, entries, revisions } = tables
  return read
    .select({ serviceType: entries.serviceType, values: revisions.values })
    .from(fileUses)
    .innerJoin(spans, and(eq(spans.entry, fileUses.entry), eq(spans.revision, fileUses.revision)))
    .innerJoin(entries, eq(entries.id, fileUses.entry))
    .innerJoin(revisions, eq(revisions.id, fileUses.revision))
    .where(and(eq(fileUses.file, id), eq(spans.site, site)))
    .limit(MOST)
}

async function saidBefore({ read, tables }: Reading, { id, site }: AskedFile): Promise<readonly Held[]> {
  const { deliveries, fileUses, touches, touchSpans } = tables
  const rows = await Promise.all(
    [touches, touchSpans].map((table) =>
      read
        .select({ serviceType: deliveries.serviceType, fields: table.fields })
        .from(fileUses)
        .innerJoin(table, eq(table.entry, fileUses.entry))
        .innerJoin(deliveries, and(eq(deliveries.entry, table.entry), eq(deliveries.subscription, table.subscription)))
        .where(and(eq(fileUses.file, id), eq(fileUses.revision, BROUGHT_HERE), eq(deliveries.site, site)))
        .limit(MOST),
    ),
  )
  return rows.flat().map(({ serviceType, fields }) => ({ serviceType, values: applyTouch({}, fields) }))
}
