import type { APIRoute } from 'astro'
import { readTree } from '../../../../../storage/knowledge/vocabulary-store.ts'
import { VOCABULARY_FORMATS, VOCABULARY_MEDIA } from '../../../../../themes/vocabulary-rows.ts'
import { writeVocabulary } from '../../../../../themes/write-vocabulary.ts'
import { signInFirst } from '../../../../desk-forms/sign-in-first.ts'
import { mayManageThemes } from '../../../../desk-forms/themes-page.ts'

/** A vocabulary whole as a file: `?format=turtle`, `json-ld` or `csv`. */
export const GET: APIRoute = async ({ locals: visit, params, url }) => {
  const gate = signInFirst(visit)
  if (gate) return gate
  const { storage } = visit.farm
  const id = params.vocabulary ?? ''
  const format = VOCABULARY_FORMATS.find((one) => one === url.searchParams.get('format'))
  if (!mayManageThemes(visit) || !format || !visit.memory.thesaurus.vocabulary(id))
    return new Response(visit.words('not-found.title'), { status: 404 })
  const tree = await readTree(storage.read, storage.tables, id)
  const { mediaType, extension } = VOCABULARY_MEDIA[format]
  const headers = { 'content-type': mediaType, 'content-disposition': `attachment; filename="${id}.${extension}"` }
  return new Response(writeVocabulary(tree, format, visit.siteUrl('', '/').replace(/\/+$/, '')), { headers })
}
