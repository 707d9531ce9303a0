/** Messages of `init`: what it found, and what comes next. */

import { dirname } from 'node:path/posix'
import { LINKS_FILE } from '../../disk/links-file.ts'
import { count } from '../../text/count.ts'
import { listed } from '../../text/listed.ts'
import { shellQuoted } from '../../text/shell.ts'
import { scalar } from '../../yaml/edit.ts'
import type { Surroundings } from './examine.ts'
import type { RulesFound } from './rules-found.ts'
import type { Maker } from './rules-unread.ts'

/** Most places listed by name. */
const NAMED = 3

const named = (places: readonly string[]): string => listed(places, NAMED, String)

/** One line per kind of thing found; empty without any. */
export const foundText = (around: Surroundings): string =>
  [...found(around)].map((text) => `  found   ${text}\n`).join('')

function* found({ remote, branch, rules, pages }: Surroundings): Generator<string> {
  const { files, alerts, records, places, keys, bases, tests, testFiles, others, golden } = rules
  if (remote) yield `git: ${remote.web}${branch === undefined ? '' : `, branch ${branch}`}`
  if (files > 0)
    yield `rules: ${count(alerts, 'alert')} and ${count(records, 'recording rule')} in ${kindOf(rules)}: ${named(places)}`
  if (others.length > 0)
    yield `others: ${count(others.length, 'file')} with rules of Grafana or Loki, left out: ${named(others)}`
  if (golden.length > 0)
    yield `tests: ${count(golden.length, 'file')} with rules that look like those of a tool's tests, left out: ${named(golden)}`
  for (const { maker, files: of, alerts: some } of rules.unread) {
    // What Jsonnet makes is probably what was found.
    if (maker === 'jsonnet' && files > 0) continue
    yield `unread: ${count(some, 'alert')} in ${count(of.length, 'file')} ${MAKERS[maker].where}: ${named(of)}; ${MAKERS[maker].remedy}`
  }
  const [base] = bases
  if (base) {
    const further = bases.length > 1 ? `, others to ${bases.length - 1} more` : ''
    const by = keys.map((key) => `\`${key}\``).join(' and ')
    yield `links: ${count(base[1], 'alert')} ${base[1] === 1 ? 'leads' : 'lead'} to ${base[0]} by ${by}${further}`
  }
  if (tests.length > 0)
    yield `tests: ${count(testFiles.length, 'unit-test file')} of promtool: ${named(tests)}`
  if (pages.folder !== undefined) yield `pages: ${count(pages.count, 'Markdown file')} in ${pages.folder}`
  else if (pages.docs.count > 0) yield docsText(pages.docs)
  if (pages.unread.length > 0)
    yield `unread: ${count(pages.unread.length, 'page')} that a template engine has to fill in first: ${named(pages.unread)}; import what it makes, or rename to \`.md\` those that need no filling in`
  if (pages.folder === undefined && pages.others.length >= SOME)
    yield `unread: ${count(pages.others.length, 'page')} in AsciiDoc or reStructuredText, in ${named(foldersOf(pages.others))}; convert those that are runbooks to Markdown: \`pandoc -t gfm\` reads reStructuredText, and what \`asciidoctor -b docbook\` makes of AsciiDoc`
}

/** Fewer pages in another language than Markdown are not told. */
const SOME = 3

const foldersOf = (paths: readonly string[]): string[] => [...new Set(paths.map(dirname))].sort()

/** Markdown that is not taken for runbooks, and what to do if it is. */
function docsText({ folder, count: some }: Surroundings['pages']['docs']): string {
  const found = `docs: ${count(some, 'Markdown file')}`
  const name = scalar(folder)
  return folder === ''
    ? `${found} in several folders, not treated as runbooks: write their folders under \`docs\` in alertbook.yml to publish them beside the runbooks, or under \`runbooks\` to make them runbooks`
    : `${found} in ${folder}, not treated as runbooks: write \`docs: ${name}\` in alertbook.yml to publish them beside the runbooks, or \`runbooks: ${name}\` to make them runbooks`
}

const MAKERS: Readonly<Record<Maker, { where: string; remedy: string }>> = {
  helm: {
    where: 'that Helm has to fill in first',
    remedy: '`helm template CHART > rules/NAME.yaml` writes what Alertbook reads: see docs/adopting.md',
  },
  jsonnet: {
    where: 'of Jsonnet',
    remedy: 'write what it makes into a folder, `rules/`',
  },
  template: {
    where: 'that a template engine has to fill in first',
    remedy: 'write what it makes into a folder, `rules/`',
  },
  victoria: {
    where: 'for the operator of VictoriaMetrics (`kind: VMRule`)',
    remedy: 'it takes `kind: PrometheusRule` of `monitoring.coreos.com/v1` too, which Alertbook reads',
  },
  yaml: {
    where: 'inside other YAML',
    remedy: 'write them into a rule file, or what your tool makes of it',
  },
}

function kindOf({ files, manifests }: RulesFound): string {
  if (manifests === 0) return count(files, 'rule file')
  return manifests === files ? count(files, 'manifest') : `${files} rule files and manifests`
}

/** Names for an import: folders where possible, else files. */
function folders(places: readonly string[]): string {
  const all = new Set(
    places.map((place) =>
      /\.(?:ya?ml|rules)$/i.test(place) && place.includes('/') ? dirname(place) : place,
    ),
  )
  return [...all].map((place) => (/^[\w./-]+$/.test(place) ? place : shellQuoted(place))).join(' ')
}

/** The remaining steps for a person, numbered. */
export function nextText({ remote, rules, pages }: Surroundings): string {
  const steps = [
    remote?.pages
      ? `see whether \`site.url\` in alertbook.yml is right: ${remote.pages} is GitHub's address for this repository`
      : 'set `site.url` in alertbook.yml',
    ...(rules.alerts > 0 && pages.count === 0
      ? [
          `\`alertbook import ${folders([...rules.places, ...rules.testFiles])}\` moves each alert into a page of its own${rules.tests.length > 0 ? ', with its tests' : ''} (\`--keep\`: the rules stay where they are); \`--pages DIR\` imports the pages of a wiki`,
        ]
      : []),
    `\`alertbook build\`, and commit ${LINKS_FILE}`,
  ]
  return `Next:\n${steps.map((step, at) => `  ${at + 1}. ${step}\n`).join('')}`
}
