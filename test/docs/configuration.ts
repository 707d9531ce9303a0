/** Generates docs/configuration.md: the table of keys, with an example for each section. */
import { CONFIG_KEYS, type ConfigKey } from '../../src/config/keys.ts'

/** Purpose of each section, by the first part of its keys' names. */
const SECTIONS: Readonly<Record<string, string>> = {
  runbooks:
    'Where the runbooks are, relative to `alertbook.yml`. Subfolders are read too, but never the output folder.',
  rules: 'Where your hand-written rule files are. Recording rules stay here, and alerts may.',
  docs: 'Guides, a README, the documentation of a tool: their links are checked, and they come last on the index and in the search. The address is the path of the file: `docs/format.md` is `docs/format/`. The page of a folder, its `README.md` or `index.md`, represents the folder on the index.',
  exclude: 'Files among the sources that are not sources. A folder includes everything in it.',
  tests: 'Tests are in the runbooks. Unit-test files of promtool that are listed here are run as well.',
  output:
    'What a build writes. `prometheusrule: true` is enough for an operator that selects every manifest; most select by labels.',
  site: 'The site. Without `url` no alert gets a link, and a build says so.',
  actions: 'Buttons on the page of an alert. They are filled with the labels of the alert that fires.',
  links:
    'The link from an alert to its page. An alert may keep a link of its own if `elsewhere` lists the beginning of its address.',
  prometheus:
    'What loads the rules. Expressions and templates are checked as in that version; the intervals are for checks and tests.',
  severities: 'The severities that your Alertmanager routes.',
  policy:
    'What your organisation requires of labels and annotations. `values` and `pattern` apply to the whole value.',
  params:
    'What a team that adopts a book changes: thresholds, names, owners. See [format](format.md#parameters).',
  params_from: 'Lets a book in a folder bring its own values, so that you only write what differs.',
  limits: 'A larger file is not read, and is an error.',
  checks:
    'How severe a finding is. [Every check has a page](checks/README.md); `alertbook explain` lists them. What Prometheus itself would refuse stays an error.',
  overrides: 'What applies to a folder or a file, in place of `checks`.',
}

/** Kinds whose examples are blocks below their key. */
const BLOCKS = new Set<ConfigKey['kind']>([
  'manifest',
  'pairs',
  'params',
  'links',
  'severities',
  'policies',
  'overrides',
])

const indented = (text: string): string => text.replace(/^/gm, '  ')

const exampleOf = (name: string, { kind, example }: ConfigKey): string =>
  BLOCKS.has(kind) ? `${name}:\n${indented(example)}` : `${name}: ${example}`

/** An example that sets every key of a section. */
export function sectionExample(section: string): string {
  const keys = Object.entries<ConfigKey>(CONFIG_KEYS).filter(([name]) => name.split('.')[0] === section)
  const lines = keys.map(([name, key]) =>
    name.includes('.') ? indented(exampleOf(name.split('.')[1]!, key)) : exampleOf(name, key),
  )
  return [...(keys[0]![0].includes('.') ? [`${section}:`] : []), ...lines].join('\n')
}

const VALUES: Readonly<Record<ConfigKey['kind'], string>> = {
  text: 'a string',
  texts: 'a string, or a list',
  words: 'a list of strings',
  choice: '',
  version: 'a version in quotes',
  duration: 'a duration',
  size: 'a size',
  manifest: '`true`, or a mapping',
  url: 'an address',
  base: 'an address',
  pairs: 'a mapping of names to strings',
  params: 'a mapping of names to strings',
  links: 'a list',
  severities: 'codes and severities',
  policies: 'a list',
  overrides: 'a list',
}

const writtenAs = ({ kind, of }: ConfigKey): string =>
  kind === 'choice' ? (of ?? []).map((word) => `\`${word}\``).join(' or ') : VALUES[kind]

function defaultOf({ kind, default: value }: ConfigKey): string {
  if (kind === 'size') return `\`${Number(value) / (1 << 20)}MB\``
  if (Array.isArray(value)) return value.length === 0 ? '' : `\`${value.join(', ')}\``
  if (typeof value === 'object' || value === '') return ''
  return `\`${String(value)}\``
}

const HEAD = `# The configuration

<!-- Written by a test from src/config/keys.ts: \`UPDATE=1 npx vitest run test/docs\`. -->

\`alertbook.yml\` is at the root of a project; \`alertbook.yaml\` is read as well. Commands use the nearest one upwards. Every
key is optional, an unknown key is an error, and an empty file is a project with the defaults.

An editor with YAML schemas completes keys and marks wrong ones if the first line names the schema of the package.
\`alertbook init\` writes it where Alertbook is installed; \`alertbook schema > alertbook.schema.json\` writes it to a file elsewhere:

\`\`\`yaml
# yaml-language-server: $schema=node_modules/alertbook/lib/alertbook.schema.json
\`\`\`
`

/** The page; one section for each first part of a name, in table order. */
export function configurationPage(): string {
  const keys = Object.entries<ConfigKey>(CONFIG_KEYS)
  const sections = [...new Set(keys.map(([name]) => name.split('.')[0]!))].map((section) => {
    const rows = keys
      .filter(([name]) => name.split('.')[0] === section)
      .map(([name, key]) => `| \`${name}\` | ${writtenAs(key)} | ${defaultOf(key)} | ${key.about} |\n`)
    return `\n## ${section}\n\n${SECTIONS[section]}\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n${rows.join('')}\n\`\`\`yaml\n${sectionExample(section)}\n\`\`\`\n`
  })
  return HEAD + sections.join('')
}
