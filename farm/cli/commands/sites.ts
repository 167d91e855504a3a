import { siteAddress } from '../addresses.ts'
import { type Command, EXIT } from '../command.ts'
import { table } from '../table.ts'
import { withFarm } from '../with-farm.ts'

/** `farm sites`: the sites this farm answers for. */
export const sites: Command = {
  name: 'sites',
  usage: '',
  options: {},
  positionals: [],
  json: '{ sites: [{ id, name, kind, visibility, organisation, address, hosts, services: [slug] }] }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, settings } = call
      const memory = await farm.memory()
      const all = memory.sites.all().map((site) => ({
        ...{ id: site.id, name: site.name, kind: site.kind, visibility: site.visibility },
        ...{ organisation: site.organisation, address: siteAddress(settings, site.id), hosts: site.hosts },
        services: memory.sites.subscriptions(site.id).map((one) => one.slug),
      }))
      const columns = ['site', 'name', 'kind', 'visibility', 'organisation', 'address'].map((one) => ({
        title: words(`cli.column.${one}`),
      }))
      const rows = all.map((site) => [
        ...[site.id, site.name, words(`cli.kind.${site.kind}`), words(`cli.visibility.${site.visibility}`)],
        ...[site.organisation, site.address],
      ])
      out.value({ sites: all }, rows.length === 0 ? words('cli.sites.none') : table(columns, rows))
      return EXIT.done
    }),
}
