import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import { type FileBytes, scratchFile } from '../../batches/file-bytes.ts'
import { inputsFolder } from '../../batches/kept-input.ts'
import { TooLarge, upTo } from '../body-length.ts'
import type { Visit } from '../visit.ts'
import { BrokenForm, type FormPart, formParts, textOf } from './multipart.ts'

/** A form that brought a file, which stands aside on the disk; to be closed. */
export interface Upload {
  readonly fields: ReadonlyMap<string, string>
  readonly file: { readonly bytes: FileBytes; readonly name: string } | undefined
  close(): Promise<void>
}

/**
 * Reads a form and the file it brings, without holding that in memory. Problems: `body-too-large` { max }, `upload-cut-short` where it
 * did not arrive whole.
 */
export async function readUpload({ farm }: Pick<Visit, 'farm'>, request: Request): Promise<Result<Upload>> {
  const fields = new Map<string, string>()
  let file: Upload['file']
  const close = async () => file?.bytes.close()
  const max = farm.settings.uploadBytes
  try {
    for await (const part of formParts(request)) {
      if (part.fileName === undefined) fields.set(part.name, await textOf(part.content, LONGEST_FIELD))
      else if (part.fileName !== '' && !file) file = { name: part.fileName, bytes: await asideOf(part) }
    }
    return ok({ fields, file, close })
  } catch (error) {
    await close()
    if (error instanceof TooLarge) return fail({ code: 'body-too-large', field: 'file', params: { max } })
    if (error instanceof BrokenForm) return fail({ code: 'upload-cut-short', field: 'file' })
    throw error
  }

  function asideOf({ content }: FormPart): Promise<FileBytes> {
    return scratchFile(inputsFolder(farm.files), upTo(max, content))
  }
}

const LONGEST_FIELD = 65_536
