import { type Actor, FARM } from '../../pipeline/model/actor.ts'
import type { Farm } from '../open-farm.ts'
import { neededOption, textOption } from './arguments.ts'
import { type Call, refusal } from './command.ts'
import { finishWaiting } from './finish-rerouting.ts'

/** Opens the farm, does the work, and closes it whatever happened. */
export async function withFarm<T>(call: Call, work: (farm: Farm) => Promise<T>): Promise<T> {
  const farm = await call.open()
  try {
    await finishWaiting(call, farm)
    return await work(farm)
  } finally {
    await farm.close()
  }
}

/** Who acts: the person `--as` names, with their rights and no more; without it the operator, as the farm itself. */
export async function actorOf(call: Call, farm: Farm): Promise<Actor> {
  const login = textOption(call, 'as')
  return login === undefined ? FARM : personNamed(farm, login)
}

/** The person `--as` must name: some verdicts always have an author. */
export async function namedActor(call: Call, farm: Farm): Promise<Actor> {
  return personNamed(farm, neededOption(call, 'as'))
}

async function personNamed(farm: Farm, login: string): Promise<Actor> {
  const person = await farm.people.byLogin(login)
  if (!person) throw refusal([{ code: 'unknown-person', params: { value: login } }])
  return person
}
