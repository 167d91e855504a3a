import { type KeptFile, readKeptBytes } from '../../library/files.ts'
import { isImage } from '../../library/media-type.ts'
import type { Farm } from '../../open-farm.ts'

/** Sends a kept file: a picture to look at, anything else to save under its name. Its address holds its digest, so it never changes. */
export async function fileResponse(farm: Pick<Farm, 'files'>, file: KeptFile, scope: 'public' | 'private') {
  const kind = isImage(file.mediaType) ? 'inline' : 'attachment'
  return new Response(new Uint8Array(await readKeptBytes(farm, file)), {
    headers: {
      'content-type': file.mediaType,
      'content-disposition': `${kind}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'cache-control': `${scope}, max-age=3600`,
    },
  })
}
