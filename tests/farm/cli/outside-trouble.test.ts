import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { cliOn, spawnCli } from './run-cli.ts'

describe('A command that something outside it ends', () => {
  const cli = cliOn('demo')

  it('says of a database that does not answer, or is none, what to look at; its stack tells nobody anything', async () => {
    const none = cli.file('none.sqlite', 'this is no database')
    for (const [FARM_DATABASE_URL, reason] of [
      ['postgres://nobody@127.0.0.1:1/none', 'ECONNREFUSED'],
      [none, 'not a database'],
    ] as const) {
      const { code, out, err } = await cli.run(['sites', '--json'], { environment: { FARM_DATABASE_URL } })
      expect(code).toBe(1)
      expect(err).toContain('FARM_DATABASE_URL')
      expect(err).toContain(reason)
      expect(err).not.toContain('    at ')
      expect(JSON.parse(out)).toEqual({
        problems: [{ line: null, field: null, code: 'failure', message: err.trim() }],
      })
    }
  })

  it('is done once its reader has left', async () => {
    expect((await cli.run(['--help'])).code).toBe(0)
    const args = ['export', 'nievre', '--service', 'recherche', '--format', 'xml']
    const child = spawnCli(args, { FARM_DATA: cli.data, FARM_PORT: '0' })
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.stdout.destroy()
    const [ended] = await once(child, 'close')
    expect([ended, err]).toEqual([0, ''])
  })
})
