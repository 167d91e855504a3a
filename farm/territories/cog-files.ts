import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A row every file of the package shares: INSEE (or SIREN) code and name. */
export interface CogRow {
  readonly code: string
  readonly nom: string
}

/** A row of `communes.json`: a commune, or what was one and is now a part of one. */
export interface CogCommune extends CogRow {
  readonly type: 'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal'
  readonly arrondissement?: string
  readonly departement: string
  readonly region: string
  readonly codesPostaux?: readonly string[]
  readonly population?: number
  readonly anciensCodes?: readonly string[]
  /** Of a delegated or associated commune: code of the commune it belongs to. */
  readonly chefLieu?: string
  /** Of a municipal arrondissement: code of its commune. */
  readonly commune?: string
}

/** A row of `arrondissements.json`, `departements.json` or `regions.json`. */
export interface CogArea extends CogRow {
  readonly departement?: string
  readonly region?: string
  /** `com`: an overseas collectivity, which the files show as both a département and a région. */
  readonly zone?: 'metro' | 'drom' | 'com'
}

/** A row of `epci.json`; its code is a SIREN. */
export interface CogEpci extends CogRow {
  readonly membres: readonly CogRow[]
}

/** The files of the package as they come. */
export interface CogFiles {
  readonly vintage: number
  readonly communes: readonly CogCommune[]
  readonly epci: readonly CogEpci[]
  readonly arrondissements: readonly CogArea[]
  readonly departements: readonly CogArea[]
  readonly regions: readonly CogArea[]
}

const PACKAGE = '@etalab/decoupage-administratif/package.json'

/** Reads the package's JSON files by path: its own entry point looks for them in the working directory. */
export function readCogFiles(): CogFiles {
  const description = createRequire(import.meta.url).resolve(PACKAGE)
  const read = (name: string) => JSON.parse(readFileSync(join(dirname(description), 'data', `${name}.json`), 'utf8'))
  return {
    vintage: cogVintage(),
    communes: read('communes'),
    epci: read('epci'),
    arrondissements: read('arrondissements'),
    departements: read('departements'),
    regions: read('regions'),
  }
}

/** Year of the geography in the installed package, known without reading it. */
export function cogVintage(): number {
  const { version } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve(PACKAGE), 'utf8'))
  // Its README ties major 1 to 2021, and so on to major 6 for 2026.
  return 2020 + Number.parseInt(version, 10)
}
