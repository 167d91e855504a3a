import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'

/**
 * The bytes of a file in the IMG folder of a former site, by the name its database gives it; undefined when there is none, when it is larger
 * than `most`, or when the name leads anywhere else.
 */
export async function readOldFile(folder: string, name: string, most: number): Promise<Buffer | undefined> {
  const inside = name.replace(/^IMG\//, '')
  if (inside === '' || inside.length > 500 || /[\0\\]|^\/|(?:^|\/)\.\.?(?:\/|$)/.test(inside)) return undefined
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, inside))])
    // A link may lead out of the folder.
    if (!path.startsWith(root + sep)) return undefined
    const found = await stat(path)
    return found.isFile() && found.size <= most ? await readFile(path) : undefined
  } catch {
    return undefined
  }
}
