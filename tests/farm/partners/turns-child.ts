import { countTurns } from '../../../farm/partners/turns.ts'
import { openStorage } from '../../../farm/storage/openers/open-storage.ts'

/** Asks for turns of a key of the farm of a data folder, ten at a time, and says how many it got: `node turns-child.ts FOLDER ADDRESS LIMIT TIMES`. */
const [, , folder = '', address = '', limit = '', times = ''] = process.argv
const storage = await openStorage({ data: folder, url: address })
const turns = countTurns(storage, Date.now)
let allowed = 0
for (let asked = 0; asked < Number(times); asked += 10) {
  const some = await Promise.all(Array.from({ length: 10 }, () => turns.take(7, Number(limit))))
  allowed += some.filter((one) => one.allowed).length
}
await storage.close()
process.stdout.write(String(allowed))
