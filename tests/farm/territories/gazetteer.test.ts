import { describe, expect, it } from 'vitest'
import { cpuClock } from '../../cpu-clock.ts'
import { frenchGazetteer, oneLine } from './french-geography.ts'

const read = (text: string, hint?: Parameters<ReturnType<typeof frenchGazetteer>['resolve']>[1]) =>
  oneLine(frenchGazetteer().resolve(text, hint))

const NEVERS_AND_NEIGHBOURS = '? commune:58194 commune:58238 commune:58278 commune:58051'

describe('A written place', () => {
  it.each([
    ['commune:58194', 'commune:58194 by key'],
    ['58194', 'commune:58194 by code'],
    ['2a004', 'commune:2A004 by code'],
    ['commune:2a004', 'commune:2A004 by key'],
    ['58', 'departement:58 by code'],
    ['2A', 'departement:2A by code'],
    ['27', 'departement:27 by code'],
    ['245804406', 'epci:245804406 by code'],
    ['FR', 'country:FR by code'],
  ])('is read from a code: %s', (text, expected) => expect(read(text)).toBe(expected))

  it('finds a lost leading zero, unless the figures can be read in two ways', () => {
    expect(read('1053')).toBe('commune:01053 by code')
    expect(read('1')).toBe('departement:01 by code')
    expect(read('1000')).toBe('? commune:01053 commune:01344')
  })

  it('is read from a code that is no more: a municipal arrondissement, a merged, a delegated commune', () => {
    expect(read('75117')).toBe('commune:75056 by former-code')
    expect(read('commune:69383')).toBe('commune:69123 by former-code')
    expect(read('01036')).toBe('commune:01036 by code')
    expect(read('01059')).toBe('commune:01453 by former-code')
  })

  it('asks when a former code is also the postcode of others', () => {
    expect(read('01340')).toMatch(/^\? commune:01015 commune:01024/)
  })

  it.each([
    ['Nevers', 'commune:58194'],
    ['  NEVERS ', 'commune:58194'],
    ['ST ETIENNE', 'commune:42218'],
    ['Saint-Léger-des-Vignes', 'commune:58250'],
    ['saint leger des vignes', 'commune:58250'],
    ['St Léger-des-Vignes', 'commune:58250'],
    ['Charité-sur-Loire (La)', 'commune:58059'],
    ['LA CHARITE S/ LOIRE', 'commune:58059'],
    ['Charité-sur-Loire', 'commune:58059'],
    ['Commune de Nevers', 'commune:58194'],
    ['NEVERS CEDEX 9', 'commune:58194'],
    ['Nièvre', 'departement:58'],
    ['Département de la Nièvre', 'departement:58'],
    ['Bourgogne-Franche-Comté', 'region:27'],
    ['région Bourgogne Franche Comté', 'region:27'],
    ['CC Sud Nivernais', 'epci:200067700'],
    ['Communauté de communes du Sud Nivernais', 'epci:200067700'],
    ['Cœur de Loire', 'epci:200067916'],
    ['CC Avallon, Vézelay, Morvan', 'epci:200039758'],
    ['France', 'country:FR'],
    ['Lyon 3e Arrondissement', 'commune:69123'],
    ['PARIS 15', 'commune:75056'],
    ['Belmont-Luthézieu', 'commune:01036'],
  ])('is read from a name: %s', (text, key) => expect(read(text)).toBe(`${key} by name`))

  it.each([
    ['Nevers (58)', 'commune:58194 by name'],
    ['58 - NEVERS', 'commune:58194 by name'],
    ['58 - NIEVRE', 'departement:58 by code'],
    ['27 - Bourgogne-Franche-Comté', 'region:27 by code'],
    ['58000 Nevers', 'commune:58194 by name'],
    ['Nevers 58000', 'commune:58194 by name'],
    ['58027 NEVERS CEDEX', 'commune:58194 by name'],
    ['58194 Nevers', 'commune:58194 by code'],
    ['75015 PARIS', 'commune:75056 by name'],
    ['20000 Ajaccio', 'commune:2A004 by name'],
    ['Saint-Denis (974)', 'commune:97411 by name'],
    ['Saint-Denis (Réunion)', 'commune:97411 by name'],
    ['Saint-Denis, Seine-Saint-Denis', 'commune:93066 by name'],
  ])('is read from a name with a number or a wider place: %s', (text, expected) => expect(read(text)).toBe(expected))

  it('is a question when several communes have the name or the postcode', () => {
    expect(read('Saint-Denis')).toBe('? commune:97411 commune:93066 commune:11339 commune:30247')
    expect(read('Château-Chinon')).toBe('? commune:58062 commune:58063')
    expect(read('58000')).toBe(NEVERS_AND_NEIGHBOURS)
  })

  it('is a question, never a wrong answer, when name and postcode disagree', () => {
    expect(read('58000 Nevres')).toBe(NEVERS_AND_NEIGHBOURS)
    expect(read('75001 Nevers')).toBe('? commune:58194')
    expect(read('Nevers', { postcode: '75001' })).toBe('? commune:58194')
  })

  it('is a bare postcode when a single commune has it', () => {
    expect(read('29990')).toBe('commune:29083 by postcode')
  })

  it('is the level people mean: the exact spelling, the far more peopled département, else the commune', () => {
    expect(read('Loire')).toBe('departement:42 by name')
    expect(read('Loiré')).toBe('commune:49178 by name')
    expect(read('La Réunion')).toBe('departement:974 by name')
    expect(read('Paris')).toBe('commune:75056 by name')
    expect(read('Vienne')).toBe('commune:38544 by name')
  })

  it('keeps to the levels and the postcode it is told', () => {
    expect(read('Vienne', { levels: ['departement'] })).toBe('departement:86 by name')
    expect(read('27', { levels: ['region'] })).toBe('region:27 by code')
    expect(read('Nevers', { levels: ['epci'] })).toBe('epci:245804406 by name')
    expect(read('Saint-Denis', { postcode: '97400' })).toBe('commune:97411 by name')
    expect(read('commune:58194', { levels: ['departement'] })).toBe('unknown')
    expect(read('Nièvre', { levels: ['commune'] })).toBe('unknown')
  })

  it.each(['', '   ', 'Nevres', 'commune:99999', '00000', '-', '()', '58 - ', 'constructor'])(
    'is unknown: "%s"',
    (text) => {
      expect(read(text)).toBe('unknown')
    },
  )
})

describe('The completion of a place', () => {
  const names = (text: string, hint?: Parameters<ReturnType<typeof frenchGazetteer>['suggest']>[1]) =>
    frenchGazetteer()
      .suggest(text, hint)
      .map((node) => node.name)

  it('ignores accents and case, and puts bigger communes first', () => {
    expect(names('NEV', { levels: ['commune'] }).slice(0, 3)).toEqual(['Nevers', 'Névez', 'Néville'])
    expect(names('bourg en', { levels: ['commune'], limit: 1 })).toEqual(['Bourg-en-Bresse'])
  })

  it('puts the exact name before the names it begins', () => {
    expect(names('nièvre')[0]).toBe('Nièvre')
    expect(names('dun', { levels: ['commune'] })[0]).toBe('Dun')
  })

  it('finds words anywhere in the name', () => {
    expect(names('charite loire')).toEqual(['La Charité-sur-Loire'])
  })

  it('reads abbreviations, former names, postcodes, and a postcode with a name', () => {
    expect(names('st leger des vig')).toEqual(['Saint-Léger-des-Vignes'])
    expect(names('belmont luth')).toEqual(['Valromey-sur-Séran'])
    expect(names('58000', { levels: ['commune'] })).toEqual(['Nevers', 'Saint-Éloi', 'Sermoise-sur-Loire', 'Challuy'])
    expect(names('58000 ser')).toEqual(['Sermoise-sur-Loire'])
  })

  it('keeps within a territory, and to its limit', () => {
    const communes = frenchGazetteer().suggest('saint', { within: 'departement:58', levels: ['commune'], limit: 7 })
    expect(communes).toHaveLength(7)
    expect(communes.every((node) => node.code.startsWith('58'))).toBe(true)
  })

  it('suggests nothing for nothing', () => {
    expect(names('')).toEqual([])
    expect(names(' - ')).toEqual([])
  })
})

describe('The gazetteer', () => {
  it('knows nothing above an unknown key', () => {
    expect(frenchGazetteer().ancestors('commune:00000')).toEqual([])
    expect(frenchGazetteer().get('commune:00000')).toBeUndefined()
  })

  it('reads ten thousand written places in a second, and completes in a few milliseconds', () => {
    const { resolve, suggest } = frenchGazetteer()
    const spent = cpuClock()
    for (let i = 0; i < 10_000; i++) resolve('58000 Nevers')
    expect(spent()).toBeLessThan(5_000)
    const completing = cpuClock()
    for (let i = 0; i < 100; i++) suggest('sur', { within: 'departement:58' })
    expect(completing() / 100).toBeLessThan(50)
  })
})
