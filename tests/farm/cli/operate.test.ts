import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { serve } from '../../../farm/cli/commands/serve.ts'
import { terminal } from '../../../farm/cli/terminal.ts'
import { readSettings, type Settings } from '../../../farm/settings.ts'
import { wordsIn } from '../../../farm/web/words/words.ts'
import { ROOT } from '../../house-files.ts'
import { cliOn, spawnCli } from './run-cli.ts'

const built = existsSync(join(ROOT, 'dist', 'server', 'entry.mjs'))

interface Check {
  readonly name: string
  readonly state: string
  readonly message: string
}

describe('Beginning a farm', () => {
  const cli = cliOn('nothing')
  const init = ['init', '--name', 'Jeanne Aubry', '--email', 'jeanne@maison.example']

  it('doctor says that there is nothing yet, and makes nothing', async () => {
    const { value } = await cli.json(['doctor'])
    expect(Object.keys(value)).toEqual(['ok', 'checks'])
    expect(state(value.checks, 'database')).toBe('warn')
    expect(existsSync(join(cli.data, 'farm.sqlite'))).toBe(false)
  })

  it('migrate makes the database, and says so only once', async () => {
    const first = await cli.json(['migrate'])
    expect(first).toMatchObject({ code: 0, value: { database: 'sqlite' } })
    expect(first.value.applied.length).toBeGreaterThan(0)
    expect((await cli.json(['migrate'])).value.applied).toEqual([])
  })

  it('serve refuses an empty farm and says how to begin one', async () => {
    const { code, out, err } = await cli.run(['serve'])
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(built ? /farm init/ : /npm run build/)
  })

  it('init wants an organisation, a person and an address, and asks nothing where nobody can answer', async () => {
    const { code, err } = await cli.run(init)
    expect(code).toBe(2)
    expect(err).toContain('--organisation')
  })

  it('init refuses a weak password and changes nothing', async () => {
    const args = [...init, '--organisation', 'Maison de l’emploi', '--password-stdin']
    const { code, value } = await cli.json(args, { input: 'azerty\n' })
    expect([code, value.problems[0].code]).toEqual([1, 'password-too-short'])
    expect((await cli.json(['doctor'])).value.checks.find((one: Check) => one.name === 'network').state).toBe('warn')
  })

  it('init makes the first organisation and its administrator, with a password shown once', async () => {
    const args = [...init, '--organisation', 'Maison de l’emploi', '--territory', 'departement:58']
    const { code, value } = await cli.json(args)
    expect(code).toBe(0)
    expect(value).toMatchObject({ organisation: 'maison-de-l-emploi', login: 'jeanne.aubry' })
    expect(value.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/)
    expect((await cli.run(args)).code).toBe(1)
  })

  it('create-site makes one that answers to its organisation', async () => {
    const args = ['create-site', 'emploi-58', '--organisation', 'maison-de-l-emploi', '--services', 'job,event']
    const { code, value } = await cli.json([...args, '--name', 'Emploi 58'])
    expect([code, value]).toMatchObject([0, { site: 'emploi-58', received: 0 }])
    expect(value.services).toHaveLength(2)
    const { value: listed } = await cli.json(['sites'])
    expect(Object.keys(listed.sites[0])).toEqual(
      'id name kind visibility organisation address hosts services'.split(' '),
    )
    expect(listed.sites[0]).toMatchObject({ id: 'emploi-58', kind: 'portal', organisation: 'maison-de-l-emploi' })
    expect((await cli.json(args)).value.problems[0].code).toBe('slug-taken')
  })
})

describe('Operating a farm', () => {
  const cli = cliOn('demo')

  it('a site begun like another receives what is already published', async () => {
    const args = ['create-site', 'copie', '--organisation', 'nievre', '--like', 'nievre']
    const { code, value } = await cli.json(args)
    expect(code).toBe(0)
    expect(value.received).toBeGreaterThan(10)
    const { value: shown } = await cli.json(['entries', '--site', 'copie', '--limit', '5'])
    expect(shown.entries).toHaveLength(5)
  })

  it('sources lists those in trouble first, adds, pauses and resumes', async () => {
    const { value } = await cli.json(['sources'])
    expect(value.sources[0]).toMatchObject({ state: 'troubled' })
    expect(Object.keys(value.sources[0]).sort()).toEqual(
      'everyMinutes failures goneAfter isHeld kind lastAt lastStatus mapping name nextAt organisation serviceType source state url'.split(
        ' ',
      ),
    )
    const terms = ['--name', 'Essai', '--service-type', 'press-review', '--organisation', 'nievre']
    const closed = await cli.json(['sources', 'add', '--url', 'http://127.0.0.1:9/flux.rss', ...terms])
    expect([closed.code, closed.value.problems[0].code]).toEqual([1, 'private-address'])
    const added = await cli.json(['sources', 'add', '--url', 'https://flux.invalid/a.rss', ...terms])
    const id = String(added.value.sources[0].source)
    expect((await cli.json(['sources', 'pause', id])).value.sources[0].state).toBe('paused')
    expect((await cli.json(['sources', 'resume', id])).value.sources[0].state).toBe('active')
  })

  it('harvest pulls one source and says why it failed', async () => {
    const { value } = await cli.json(['sources'])
    const id = String(value.sources[0].source)
    const pulled = await cli.json(['harvest', id])
    expect(pulled.code).toBe(1)
    expect(Object.keys(pulled.value.harvests[0])).toEqual(['source', 'name', 'outcome', 'report', 'problems'])
    expect(pulled.value.harvests[0]).toMatchObject({ outcome: 'failed', report: null })
    expect(pulled.value.harvests[0].problems[0].message).toMatch(/\S/)
    expect((await cli.json(['harvest', '999999'])).value.problems[0].code).toBe('unknown-source')
    const due = await cli.json(['harvest'])
    expect(due.value.harvests.map((one: { name: string }) => one.name)).toEqual(['Essai'])
  })

  it('doctor tells a source in trouble, a bad declaration and a port held by another program', async () => {
    const other = createServer((_, res) => void res.end('hello'))
    await new Promise<void>((resolve) => other.listen(0, resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    const held = await cli.json(['doctor'], { environment: { FARM_PORT: port } })
    other.close()
    expect([held.code, held.value.ok]).toEqual([1, false])
    expect(state(held.value.checks, 'port')).toBe('fail')
    expect(state(held.value.checks, 'sources')).toBe('warn')
    const nowhere = cli.file('no-folder', '')
    const bad = await cli.json(['doctor'], { environment: { FARM_DATA: join(nowhere, 'data') } })
    expect(state(bad.value.checks, 'data')).toBe('fail')
  })

  it('reset asks to be sure, then gives the demo back', async () => {
    expect((await cli.run(['reset'])).code).toBe(2)
    writeFileSync(join(cli.data, 'kept.txt'), 'mine')
    const { code, value } = await cli.json(['reset', '--yes'])
    expect(code).toBe(0)
    expect(value.entries).toBeGreaterThan(400)
    expect(readFileSync(join(cli.data, 'kept.txt'), 'utf8')).toBe('mine')
    const { value: listed } = await cli.json(['sites'])
    expect(listed.sites.map((one: { id: string }) => one.id)).not.toContain('copie')
  }, 120_000)
})

it.skipIf(!built)(
  'serve opens the farm by the port it is given, so that hubs are told of feeds where they are',
  async () => {
    const settings = readSettings({ FARM_SETTINGS: '/nowhere', FARM_PORT: '4321' })
    const opened: (number | undefined)[] = []
    const open = async (by?: Settings) => {
      opened.push(by?.port)
      throw new Error('far enough')
    }
    const call = {
      positionals: [],
      values: { port: '4655' },
      settings,
      words: wordsIn('en'),
      open,
      out: terminal(true),
    }
    await expect(serve.run(call)).rejects.toThrow('far enough')
    expect(opened).toEqual([4655])
  },
)

describe.skipIf(!built)(`Serving a farm${built ? '' : ' (skipped: the pages are not built)'}`, () => {
  const cli = cliOn('demo')

  it('serve tells its addresses, serves the bytes export writes, and stops when told', async () => {
    await cli.run(['sites'])
    const child = spawnCli(['serve', '--json'], { FARM_DATA: cli.data, FARM_PORT: '0' })
    const first = await new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text))))
    const { port, domain, addresses } = JSON.parse(first)
    expect([domain, addresses.length]).toEqual(['localhost', 6])
    const origin = `http://nievre.localhost:${port}`
    for (const [format, extension] of [
      ['csv', 'csv'],
      ['xml', 'xml'],
      ['rss', 'rss'],
    ] as const) {
      const served = await ask(port, `/agenda.${extension}`)
      const args = ['export', 'nievre', '--service', 'agenda', '--format', format, '--origin', origin]
      expect((await cli.run(args)).out).toBe(served)
    }
    const asked = await cli.json(['doctor'], { environment: { FARM_PORT: String(port) } })
    expect(state(asked.value.checks, 'port')).toBe('ok')
    expect((await cli.run(['reset', '--yes'], { environment: { FARM_PORT: String(port) } })).code).toBe(1)
    const taken = await cli.run(['serve', '--port', String(port)])
    expect([taken.code, taken.err]).toEqual([1, expect.stringContaining(String(port))])
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    rmSync(join(cli.data, 'farm.sqlite'), { force: true })
  }, 120_000)
})

async function ask(port: number, path: string): Promise<string> {
  const { get } = await import('node:http')
  return new Promise((resolve, reject) => {
    const headers = { host: `nievre.localhost:${port}` }
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => resolve(Buffer.concat(pieces).toString()))
    }).on('error', reject)
  })
}

function state(checks: readonly Check[], name: string): string | undefined {
  return checks.find((one) => one.name === name)?.state
}
