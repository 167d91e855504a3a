import { fail, ok, type Result } from '../../../pipeline/model/problem.ts'
import { type FileBytes, scratchFile } from '../../batches/file-bytes.ts'
import { inputsFolder } from '../../batches/kept-input.ts'
import { TooLarge, upTo } from '../body-length.ts'
import type { Visit } from '../visit.ts'
import { BrokenForm, type FormPart, formParts, textOf } from './multipart.ts'

/** A form that brought a file, which stands aside on the disk; to be closed. */
export interface Upload {
  /** What it says beside the file. */
  readonly data: FormData
  readonly file: { readonly bytes: FileBytes; readonly name: string } | undefined
  close(): Promise<void>
}

/**
 * Reads a form and the file it brings, without holding that in memory. Problems: `upload-too-large` { max } in megabytes, `upload-cut-short` where it
 * did not arrive whole.
 */
export async function readUpload({ farm }: Pick<Visit, 'farm'>, request: Request): Promise<Result<Upload>> {
  const simple = isSimple(request)
  const data = simple ? await request.formData() : new FormData()
  let file: Upload['file']
  const close = async () => file?.bytes.close()
  const max = farm.settings.uploadBytes
  if (simple) return ok({ data, file, close })
  let left = MOST_TEXT
  try {
    for await (const part of formParts(request)) {
      if (part.fileName === undefined) {
        const text = await textOf(part.content, Math.min(left, LONGEST_FIELD))
        left -= text.length
        data.append(part.name, text)
      } else if (part.fileName !== '' && !file) file = { name: part.fileName, bytes: await asideOf(part) }
    }
    return ok({ data, file, close })
  } catch (error) {
    await close()
    if (error instanceof TooLarge) {
      const megabytes = Math.floor(max / 1024 / 1024)
      return fail({ code: 'upload-too-large', field: 'file', params: { max: megabytes } })
    }
    if (error instanceof BrokenForm) return fail({ code: 'upload-cut-short', field: 'file' })
    throw error
  }

  function asideOf({ content }: FormPart): Promise<FileBytes> {
    return scratchFile(inputsFolder(farm.files), upTo(max, content))
  }
}

// A form without a file may be sent as one.
function isSimple({ headers }: Request): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')
}

const LONGEST_FIELD = 65_536
const MOST_TEXT = 4 * 1024 * 1024
