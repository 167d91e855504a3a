import { readSubjectMapping } from '../../../pipeline/intake/spip/subjects.ts'
import type { Site } from '../../../pipeline/model/site.ts'
import type { Settings } from '../../settings.ts'
import { importSpip, type SpipReport, sideProblems } from '../../spip/import-spip.ts'
import { siteOrigin } from '../addresses.ts'
import { neededOption, textOption } from '../arguments.ts'
import { batchJson, batchText } from '../batch-lines.ts'
import { type Call, type Command, EXIT, misuse, refusal } from '../command.ts'
import { readJsonInput } from '../input-file.ts'
import { defaultsOption } from '../pair-options.ts'
import { problemJson, problemLine } from '../problem-lines.ts'
import { table } from '../table.ts'
import { actorOf, withFarm } from '../with-farm.ts'

/** `farm import-spip`: takes a whole SPIP site into the farm, from its SQLite file or a dump of its database. */
export const importSpipSite: Command = {
  name: 'import-spip',
  usage:
    'FILE --organisation O --site S [--articles T] [--briefs T] [--links T] [--sources T] [--subjects FILE] [--images FOLDER] [--prefix P] [--origin URL] [--default FIELD=VALUE]… [--dry-run] [--as PERSON]',
  options: {
    ...{
      organisation: { type: 'string' },
      site: { type: 'string' },
      articles: { type: 'string' },
      briefs: { type: 'string' },
    },
    ...{
      links: { type: 'string' },
      sources: { type: 'string' },
      subjects: { type: 'string' },
      images: { type: 'string' },
    },
    ...{ prefix: { type: 'string' }, origin: { type: 'string' }, default: { type: 'string', multiple: true } },
    ...{ 'dry-run': { type: 'boolean' }, as: { type: 'string' } },
  },
  positionals: ['FILE'],
  json: '{ batches: [{ kind, batch, total, new, changed, same, duplicates, refused, problems }], published, refused, trashed, addresses, files: { kept, missing }, sources: { added, known }, subjects: [{ kind, id, title, count, means }], unmapped: [{ kind, id, title, count }], repaired, problems }',
  run: (call) =>
    withFarm(call, async (farm) => {
      const { words, out, positionals, values } = call
      const site = neededOption(call, 'site')
      const articles = textOption(call, 'articles') ?? 'news'
      const memory = await farm.memory()
      const result = await importSpip(farm, {
        path: positionals[0] ?? '',
        images: textOption(call, 'images'),
        prefix: textOption(call, 'prefix'),
        organisation: neededOption(call, 'organisation'),
        site,
        origin: originOption(call) ?? originOf(memory.sites.get(site), farm.settings, site),
        kinds: {
          article: articles,
          breve: textOption(call, 'briefs') ?? articles,
          link: textOption(call, 'links'),
          source: textOption(call, 'sources') ?? 'press-review',
        },
        mapping: await subjectsOption(call),
        defaults: defaultsOption(call),
        actor: await actorOf(call, farm),
        dryRun: values['dry-run'] === true,
        onProgress: (done) => out.progress(words('cli.import.progress', { count: done })),
      })
      if (!result.ok) throw refusal(result.problems)
      const report = result.value
      const kinds = report.batches.map(({ report: batch, kind }) => ({ kind, ...batchJson(words, batch) }))
      const problems = sideProblems(report).map((problem) => problemJson(words, problem))
      const { files, sources } = report
      const json = { ...report, batches: kinds, problems, ...{ files: { kept: files.kept, missing: files.missing } } }
      out.value({ ...json, sources: { added: sources.added, known: sources.known } }, textOf(call, report))
      return report.batches.every(({ report: batch }) => batch.refused === 0) ? EXIT.done : EXIT.problems
    }),
}

function originOption(call: Call): string | undefined {
  const written = textOption(call, 'origin')
  if (written === undefined) return undefined
  const url = URL.parse(written)
  if (url === null || !/^https?:$/.test(url.protocol)) throw misuse(call.words('cli.bad-origin', { value: written }))
  return url.origin
}

function originOf(site: Site | undefined, settings: Settings, slug: string): string {
  const host = site?.hosts[0]
  return host === undefined ? siteOrigin(settings, slug) : `https://${host}`
}

async function subjectsOption(call: Call) {
  const path = textOption(call, 'subjects')
  const read = readSubjectMapping(path === undefined ? {} : await readJsonInput(path, call))
  if (!read.ok) throw refusal(read.problems)
  return read.value
}

const MOST_UNMAPPED = 30

function textOf({ words }: Call, report: SpipReport): string {
  const { unmapped, files, sources, repaired } = report
  const kinds = report.batches.map(
    ({ kind, report: batch }) => `${words(`cli.spip.${kind}`)}\n${batchText(words, batch)}`,
  )
  const counts = { published: report.published, refused: report.refused, trashed: report.trashed }
  const columns = [
    { title: words('cli.spip.subject') },
    { title: words('cli.spip.title') },
    { title: words('cli.spip.texts'), align: 'right' as const },
  ]
  const rows = unmapped
    .slice(0, MOST_UNMAPPED)
    .map(({ kind, id, title, count }) => [`${words(`cli.spip.${kind}`)} ${id}`, title, String(count)])
  return [
    ...kinds,
    words('cli.spip.statuses', counts),
    words('cli.spip.addresses', { count: report.addresses }),
    words('cli.spip.files', { kept: files.kept, missing: files.missing }),
    words('cli.spip.sources', { added: sources.added, known: sources.known }),
    ...(repaired > 0 ? [words('cli.spip.repaired', { count: repaired })] : []),
    ...sideProblems(report).map((problem) => `  ${problemLine(words, problem)}`),
    ...(rows.length > 0 ? ['', words('cli.spip.unmapped', { count: unmapped.length }), table(columns, rows)] : []),
  ].join('\n')
}
