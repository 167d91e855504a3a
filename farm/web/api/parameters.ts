import type { Parameter } from './operation.ts'

/** The parameters operations share. */
export const SITE: Parameter = {
  ...{ name: 'site', in: 'path', schema: { type: 'string' } },
  description: { fr: 'Nom du site, tel que /sites le donne.', en: 'Name of the site, as /sites gives it.' },
}

/** See `SITE`. */
export const SERVICE: Parameter = {
  ...{ name: 'service', in: 'path', schema: { type: 'string' } },
  description: { fr: 'Nom de la rubrique sur ce site.', en: 'Name of the section on that site.' },
}

/** See `SITE`. */
export const ENTRY: Parameter = {
  ...{ name: 'entry', in: 'path', schema: { type: 'integer', minimum: 1 } },
  description: { fr: 'Numéro de la fiche.', en: 'Number of the entry.' },
}

/** See `SITE`. */
export const EXTERNAL_ID: Parameter = {
  ...{ name: 'externalId', in: 'path', schema: { type: 'string', minLength: 1, maxLength: 200 } },
  description: { fr: 'Votre propre numéro pour cette fiche.', en: 'Your own number for this entry.' },
}

/** See `SITE`. */
export const LIMIT: Parameter = {
  ...{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 30 } },
  description: { fr: 'Combien au plus, de 1 à 200.', en: 'How many at most, from 1 to 200.' },
}

/** See `SITE`. */
export const CURSOR: Parameter = {
  ...{ name: 'cursor', in: 'query', schema: { type: 'string', pattern: '^-?[0-9]{1,16}\\.[0-9]{1,16}$' } },
  description: { fr: 'Suite d’une liste, telle que « next » la donne.', en: 'The rest of a list, as “next” gives it.' },
}

/** See `SITE`. */
export const QUERY: Parameter = {
  ...{ name: 'q', in: 'query', schema: { type: 'string', maxLength: 200 } },
  description: { fr: 'Mots cherchés.', en: 'Words looked for.' },
}

/** See `SITE`. */
export const LANGUAGE: Parameter = {
  ...{ name: 'language', in: 'query', schema: { enum: ['fr', 'en'], default: 'fr' } },
  description: { fr: 'Langue des intitulés et des messages.', en: 'Language of labels and messages.' },
}

/** See `SITE`. */
export const ONCE: Parameter = {
  ...{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 255 } },
  description: {
    fr: 'Un nom de votre choix : la même demande répétée sous ce nom n’est faite qu’une fois.',
    en: 'A name of your own: the same request repeated under it is done once.',
  },
}

/** See `SITE`. */
export const IF_MATCH: Parameter = {
  ...{ name: 'If-Match', in: 'header', schema: { type: 'string' } },
  description: {
    fr: 'L’ETag lu : la demande est refusée (412) si la fiche a changé depuis.',
    en: 'The ETag that was read: the request is refused (412) if the entry changed since.',
  },
}

/** See `SITE`. */
export const REASON: Parameter = {
  ...{ name: 'reason', in: 'query', schema: { type: 'string', maxLength: 1000 } },
  description: {
    fr: 'Pourquoi, si votre système n’envoie pas de corps avec DELETE ; il en faut une, ici ou dans le corps.',
    en: 'Why, where your system sends no body with DELETE; one is needed, here or in the body.',
  },
}

/** See `SITE`. */
export const FROM: Parameter = {
  ...{ name: 'from', in: 'query', schema: { type: 'string', format: 'date' } },
  description: {
    fr: 'Premier jour (heure de Paris) de la date par laquelle la liste va : celle de la fiche, sinon sa publication.',
    en: 'First day (in Paris) of the date the list goes by: that of the entry, else its publication.',
  },
}

/** See `SITE`. */
export const TO: Parameter = {
  ...{ name: 'to', in: 'query', schema: { type: 'string', format: 'date' } },
  description: { fr: 'Dernier jour, compris.', en: 'Last day, included.' },
}
