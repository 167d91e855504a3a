import type { Values } from '../../../pipeline/model/entry.ts'
import type { Field } from '../../../pipeline/model/field.ts'
import type { ShowContext } from '../../../pipeline/model/field-types/field-type.ts'
import { DATE_LIKE, instantOf } from '../../../pipeline/model/instant.ts'
import type { ServiceType } from '../../../pipeline/model/service-type.ts'
import { showValue } from '../../../pipeline/model/show-value.ts'
import { NBSP } from '../../../pipeline/model/typography.ts'
import type { Fact } from '../components/shapes.ts'
import { isoDay } from './dates.ts'
import { fieldLabel } from './field-label.ts'
import { stretchText } from './stretch-text.ts'

/** Entry whose facts are told. */
export interface FactsSubject {
  readonly serviceType: ServiceType
  readonly values: Values
  readonly show: ShowContext
}

/**
 * Written facts of an entry for these fields, in order; confidential and empty ones left out. A figure says its unit, and what
 * begins and ends is one fact.
 */
export function factsOf(names: readonly string[], about: FactsSubject): Fact[] {
  const { fields } = about.serviceType
  const asked = names.flatMap((name) => fields.find((one) => one.name === name && !one.confidential) ?? [])
  const figure = asked.find((field) => FIGURES.has(field.type))
  const unit = figure && asked.find(({ name }) => name === 'unit')
  const stretch = stretchOf(asked, about)
  return asked
    .filter((field) => field !== unit && field.name !== stretch?.end)
    .flatMap((field) => factOf(field, about))
    .map(({ name, fact }) => {
      if (name === stretch?.start) return { ...fact, label: stretch.label, value: stretch.text }
      const said =
        name === figure?.name && unit ? showValue({ field: unit, value: about.values.unit, context: about.show }) : ''
      return said === '' ? fact : { ...fact, unit: said }
    })
}

/** A fact's value with its unit. */
export function factText({ value, unit }: Fact): string {
  return unit === undefined ? value : `${value}${NBSP}${unit}`
}

const FIGURES = new Set<Field['type']>(['decimal', 'integer'])

function factOf(field: Field, { values, show }: FactsSubject): { readonly name: string; readonly fact: Fact }[] {
  const value = values[field.name]
  const text = showValue({ field, value, context: show })
  if (text === '') return []
  const instant = DATE_LIKE.has(field.type) ? instantOf(value, field.type, 'start') : null
  const href = typeof value === 'string' ? linkOf(field, value) : undefined
  return [
    {
      name: field.name,
      fact: {
        ...measured(field, fieldLabel(field, value, show.language)),
        value: text,
        ...(href ? { href } : {}),
        ...(instant === null ? {} : { datetime: isoDay(instant) }),
      },
    },
  ]
}

// A form asks `Durée (heures)`; a page says `Durée : 560 heures`.
function measured(field: Field, label: string): Pick<Fact, 'label' | 'unit'> {
  const [, name, unit] = (FIGURES.has(field.type) && /^(.+?)\s\((\p{Ll}+)\)$/u.exec(label)) || []
  return name === undefined || unit === undefined ? { label } : { label: name, unit }
}

interface Stretch {
  readonly start: string
  readonly end: string
  readonly label: string
  readonly text: string
}

function stretchOf(asked: readonly Field[], { serviceType, values, show }: FactsSubject): Stretch | undefined {
  const { start = '', end = '' } = serviceType.standards.ical ?? {}
  const [from, until] = [start, end].map((name) => asked.find((field) => field.name === name))
  if (!from || !until) return undefined
  const told = stretchText(values[start], values[end], show.language)
  return told && { start, end, ...told }
}

function linkOf(field: Field, value: string): string | undefined {
  if (field.type === 'url') return value
  if (field.type === 'email') return `mailto:${value}`
  return field.type === 'phone' ? `tel:${value}` : undefined
}
