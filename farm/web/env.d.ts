/// <reference types="astro/client" />

type Visit = import('./visit.ts').Visit

declare namespace App {
  interface Locals extends Visit {}
}
