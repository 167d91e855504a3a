/// <reference types="astro/client" />

type Visit = import('./visit.ts').Visit

declare namespace App {
  interface Locals extends Visit {}
}

interface ImportMetaEnv {
  /** Digest of the sources the pages were built from; undefined where they run unbuilt. */
  readonly FARM_EDITION?: string
}
