import type { OldSite } from '../../pipeline/intake/spip/old-site.ts'
import { plainOfShortcuts } from '../../pipeline/intake/spip/shortcuts.ts'
import type { SpipRow } from '../../pipeline/intake/spip/tables.ts'
import type { OldFile } from '../../pipeline/intake/spip/texts.ts'
import { type Actor, personOf } from '../../pipeline/model/actor.ts'
import type { Problem } from '../../pipeline/model/problem.ts'
import { type FileRoom, keepFile, MAX_FILE_BYTES } from '../library/files.ts'
import { isImage } from '../library/media-type.ts'
import { readOldFile } from './read-old-file.ts'

/** The documents and logos of a former site as the farm keeps them. */
export interface KeptOldFiles {
  readonly kept: number
  /** Joined to a text, and not found in the folder, or none was given. */
  readonly missing: number
  /** Those that were found and are not accepted. */
  readonly problems: readonly Problem[]
  fileOf(document: number): OldFile | undefined
  logoOf(object: string): OldFile | undefined
}

/** Keeps what texts of the site show or are joined to; a rehearsal keeps nothing, and distant documents stay where they are. */
export async function keepOldFiles(
  room: FileRoom,
  site: OldSite,
  asked: {
    readonly images?: string | undefined
    readonly organisation: string
    readonly actor: Actor
    readonly dryRun: boolean
  },
): Promise<KeptOldFiles> {
  const { images, organisation, actor, dryRun } = asked
  const files = new Map<number, OldFile>()
  const logos = new Map<string, OldFile>()
  const problems: Problem[] = []
  let [kept, missing] = [0, 0]
  const keep = async (name: string, title: string): Promise<OldFile | undefined> => {
    const bytes = images === undefined ? undefined : await readOldFile(images, name, MAX_FILE_BYTES)
    if (bytes === undefined) {
      missing += 1
      return undefined
    }
    kept += 1
    if (dryRun) return undefined
    const terms = { name, bytes, wanted: 'document', organisation, person: personOf(actor) } as const
    const file = await keepFile(room, terms)
    if (!file.ok) problems.push(...file.problems)
    return file.ok
      ? { file: file.value.id, name: file.value.name, title, isImage: isImage(file.value.mediaType) }
      : undefined
  }
  for (const object of site.titles.keys()) {
    for (const { id, role } of site.documentsOf(object)) {
      const row = site.documents.get(id)
      if (row === undefined || files.has(id)) continue
      const found = distant(row) ?? (await keep(row.fichier ?? '', titleOf(row)))
      if (found !== undefined) files.set(id, found)
      if (found?.isImage && /^logo/.test(role)) logos.set(object, found)
    }
    const logo = images === undefined || logos.has(object) ? undefined : await oldLogo(images, object)
    const shown = logo === undefined ? undefined : await keep(logo, '')
    if (shown?.isImage) logos.set(object, shown)
  }
  return {
    kept,
    missing,
    problems,
    fileOf: (document) => files.get(document),
    logoOf: (object) => logos.get(object),
  }
}

const LOGOS = ['jpg', 'png', 'gif', 'webp', 'jpeg'] as const

// Until SPIP 4, logos were files named by their number: `arton12.jpg`, `breveon3.png`.
async function oldLogo(images: string, object: string): Promise<string | undefined> {
  const [kind, id] = object.split(':')
  for (const extension of LOGOS) {
    const name = `${kind === 'article' ? 'arton' : 'breveon'}${id}.${extension}`
    if ((await readOldFile(images, name, MAX_FILE_BYTES)) !== undefined) return name
  }
  return undefined
}

function titleOf({ titre = '', fichier = '' }: SpipRow): string {
  return plainOfShortcuts(titre) || (fichier.split('/').at(-1) ?? '')
}

function distant(row: SpipRow): OldFile | undefined {
  const file = row.fichier ?? ''
  if (row.distant !== 'oui' || !/^https?:\/\/\S+$/i.test(file)) return undefined
  return { file, name: file.split(/[/?#]/).findLast((part) => part !== '') ?? '', title: titleOf(row), isImage: false }
}
