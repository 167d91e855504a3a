import { memoryInUse } from '../../memory-in-use.ts'
import { READERS } from './every-reader.ts'
import { event, item } from './good-files.ts'
import { bytesOf } from './reading.ts'

/** Reads files of one line of 8 MB in the manner its argument names, and prints the most bytes it held after one of them. */
const [name = ''] = process.argv.slice(2)
const fill = 'x'.repeat(8 * 1024 * 1024)
const shapes = [
  fill,
  `title\n${fill}`,
  item(`<description>${fill}</description>`),
  event(`DESCRIPTION:${fill}`),
  `<opml><body><outline text="${fill}"/></body></opml>`,
]
const before = memoryInUse()
let most = 0
for (const shape of shapes) {
  await READERS[name]?.(bytesOf(shape))
  most = Math.max(most, memoryInUse() - before)
}
process.stdout.write(String(most))
