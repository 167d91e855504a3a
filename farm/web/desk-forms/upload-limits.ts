import { WHOLE_LIMITS } from '../../../pipeline/intake/whole-limits.ts'
import type { Visit } from '../visit.ts'

/** Largest files a page takes, in megabytes: of any kind, of what is read as a whole, of a workbook. */
export interface UploadLimits {
  readonly max: number
  readonly text: number
  readonly workbook: number
}

/** The limits of this farm, as its pages say them. */
export function uploadLimits({ farm: { settings } }: Pick<Visit, 'farm'>): UploadLimits {
  const megabytes = (bytes: number) => Math.max(1, Math.floor(Math.min(bytes, settings.uploadBytes) / 1024 / 1024))
  return {
    max: megabytes(settings.uploadBytes),
    text: megabytes(WHOLE_LIMITS.text),
    workbook: megabytes(WHOLE_LIMITS.workbook),
  }
}
