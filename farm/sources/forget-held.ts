import { eq } from 'drizzle-orm'
import type { ImportRoom } from '../batches/import-request.ts'
import { forgetInput } from '../batches/kept-input.ts'
import type { Source } from '../storage/gateways/source-store.ts'

/** Forgets what was held of a source until now, unless it is `still` held or a batch came by the very same. */
export async function forgetHeld(
  { storage, files }: Pick<ImportRoom, 'storage' | 'files'>,
  { quarantine }: Pick<Source, 'quarantine'>,
  still: string | null,
): Promise<void> {
  const file = quarantine?.file
  if (!file || file === still || files === undefined) return
  const { batches } = storage.tables
  const [used] = await storage.read.select({ id: batches.id }).from(batches).where(eq(batches.input, file)).limit(1)
  if (!used) await forgetInput(files, file)
}
