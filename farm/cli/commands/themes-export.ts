import { writeFile } from 'node:fs/promises'
import { readTree } from '../../storage/knowledge/vocabulary-store.ts'
import { VOCABULARY_FORMATS, VOCABULARY_MEDIA } from '../../themes/vocabulary-rows.ts'
import { writeVocabulary } from '../../themes/write-vocabulary.ts'
import { siteOrigin } from '../addresses.ts'
import { chosenOption, textOption } from '../arguments.ts'
import { type Command, EXIT, refusal } from '../command.ts'
import { withFarm } from '../with-farm.ts'

/** `farm themes-export`: a vocabulary whole, as SKOS in Turtle or JSON-LD, or as a table. */
export const themesExport: Command = {
  name: 'themes-export',
  usage: 'VOCABULARY [--format turtle|json-ld|csv] [--origin URL] [--out FILE]',
  options: { format: { type: 'string' }, origin: { type: 'string' }, out: { type: 'string' } },
  positionals: ['VOCABULARY'],
  json: '{ vocabulary, format, mediaType, concepts, file, content } (content is null with --out, file without)',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, settings } = call
      const [vocabulary = ''] = call.positionals
      const format = chosenOption(call, 'format', VOCABULARY_FORMATS) ?? 'turtle'
      const tree = await readTree(farm.storage.read, farm.storage.tables, vocabulary)
      if (tree.concepts.size === 0) throw refusal([{ code: 'unknown-vocabulary', params: { value: vocabulary } }])
      const origin = textOption(call, 'origin')?.replace(/\/+$/, '') ?? siteOrigin(settings, '')
      const text = writeVocabulary(tree, format, origin)
      const file = textOption(call, 'out') ?? null
      if (file !== null) await written(file, text)
      const about = { vocabulary, format, mediaType: VOCABULARY_MEDIA[format].mediaType, concepts: tree.concepts.size }
      const said = file === null ? text : words('cli.themes-export.done', { file, count: tree.concepts.size })
      out.value({ ...about, file, content: file === null ? text : null }, said)
      return EXIT.done
    }),
}

async function written(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text)
  } catch (error) {
    const reason: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    throw refusal([{ code: 'unwritable-file', params: { file, reason: String(reason ?? error) } }])
  }
}
