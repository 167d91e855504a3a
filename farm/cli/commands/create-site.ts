import type { Farm } from '../../open-farm.ts'
import { createSite as create } from '../../sites/create-site.ts'
import { siteAddress } from '../addresses.ts'
import { neededOption, textOption } from '../arguments.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { finishRerouting } from '../finish-rerouting.ts'
import { copiedServices, draftServices, draftSite } from '../site-draft.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm create-site`: one more site, which answers at once with what was already published for it. */
export const createSite: Command = {
  name: 'create-site',
  usage:
    'SLUG --organisation O (--services T,T… | --like SITE) [--name N] [--tagline TEXT] [--territory KEY] [--theme C,C…] [--host H,H…] [--private] [--workshop] [--as PERSON]',
  options: {
    organisation: { type: 'string' },
    services: { type: 'string' },
    like: { type: 'string' },
    name: { type: 'string' },
    tagline: { type: 'string' },
    territory: { type: 'string' },
    theme: { type: 'string' },
    host: { type: 'string' },
    private: { type: 'boolean' },
    workshop: { type: 'boolean' },
    as: { type: 'string' },
  },
  positionals: ['SLUG'],
  json: '{ site, address, services: [slug], received }',
  async run(call) {
    const { words, out, settings } = call
    if (textOption(call, 'like') === undefined && textOption(call, 'services') === undefined)
      throw misuse(words('cli.create-site.no-services'))
    return withFarm(call, async (farm) => {
      const request = await readRequest(call, farm)
      const created = await create(farm, { ...request, actor: await actorOf(call, farm) })
      if (!created.ok) throw refusal(created.problems)
      out.progress(words('cli.create-site.filling'))
      const { gained: received } = await finishRerouting(call, farm, created.value.job)
      const { id: site } = created.value.site
      const address = siteAddress(settings, site)
      const services = request.services.map((one) => one.slug)
      const text = words('cli.create-site.done', { address, count: received })
      out.value({ site, address, services, received }, text)
      return EXIT.done
    })
  },
}

async function readRequest(call: Call, farm: Farm) {
  const memory = await farm.memory()
  const id = neededOption(call, 'organisation')
  const organisation = memory.organisations.get(id)
  if (!organisation) throw refusal([{ code: 'unknown-organisation', field: 'organisation', params: { value: id } }])
  const model = textOption(call, 'like')
  const services = model === undefined ? draftServices(call, organisation, memory) : copiedServices(model, memory)
  return { site: draftSite(call, organisation), services }
}
