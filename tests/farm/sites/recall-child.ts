import { openFarm } from '../../../farm/open-farm.ts'
import { readSettings } from '../../../farm/settings.ts'
import { recall } from '../../../farm/sites/recall.ts'
import { FARM } from '../../../pipeline/model/actor.ts'
import type { RecallPlace } from '../../../pipeline/model/recall.ts'

/** Recalls an entry and dies by SIGKILL on its way: `node recall-child.ts ENTRY STAGE`, on the farm of the environment. */
const [, , entry = '', stage = ''] = process.argv
const opened = await openFarm(readSettings())
if (!opened.ok) throw new Error(JSON.stringify(opened.problems))
const farm = opened.value
const { storage } = farm
const die = () => process.kill(process.pid, 'SIGKILL')
let writes = 0
const room = {
  ...farm,
  storage: {
    ...storage,
    write: async <T>(work: Parameters<typeof storage.write<T>>[0]): Promise<T> => {
      // Settling is the only write that does not go through the farm's own commit.
      if (stage === 'while settling')
        return storage.write(async (writer) => {
          const value = await work(writer)
          die()
          return value
        })
      return storage.write(work)
    },
  },
  ports: {
    ...farm.ports,
    async commit(changes: Parameters<typeof farm.ports.commit>[0]) {
      if (stage === 'before the commit') die()
      const recalls = changes.recalls.map((one) => {
        // Read while its places are being written: half of the transaction is done by then.
        if (stage !== 'within the commit') return one
        return { ...one, places: one.places.map((place) => new Proxy<RecallPlace>(place, { get: dying })) }
      })
      const committed = await farm.ports.commit({ ...changes, recalls })
      if (stage === 'after the commit') die()
      return committed
    },
  },
}
await recall(room, { entry: Number(entry), actor: FARM, reason: 'Information démentie' })
await farm.close()

function dying(place: object, key: string | symbol): unknown {
  writes += 1
  if (writes > 30) die()
  return Reflect.get(place, key)
}
