/** `alertbook init`: a project that builds at once. */
import { mkdirSync, realpathSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { LINKS_FILE } from '../disk/links-file.ts'
import { placeFile } from '../disk/place.ts'
import { CONFIG_FILE, readSource } from '../disk/read.ts'
import { rewriteSource } from '../disk/sources.ts'
import { type Command, type Io, UserError } from './command.ts'
import { withTest } from './prove/skeleton-test.ts'
import { isThere, projectAbove, repositoryTop } from './root.ts'
import { skeleton } from './skeleton.ts'
import { workflow } from './workflow.ts'

const CONFIG = `# Every key is optional; \`alertbook schema\` lists them.
site:
  title: Runbooks
  # Where the site is published: runbook links in alerts begin with it.
  url: https://example.github.io/runbooks/
links:
  # The annotations that carry the link: [runbook], [runbook_url] or both.
  annotations: [runbook]
prometheus:
  # The oldest Prometheus that must load the rules.
  version: "3.0"
`

const EXAMPLE = {
  alert: 'InstanceDown',
  expr: 'up == 0',
  summary: '{{ $labels.job }} on {{ $labels.instance }} does not answer scrapes',
  meaning:
    'Prometheus could not scrape this target for five minutes: it is down, unreachable, or too slow to answer.',
  impact: 'There are no new metrics of this target, so none of its other alerts can fire.',
  diagnosis: `1. Does it answer at all?

   \`\`\`bash
   curl -sS -m 5 http://{{ $labels.instance }}/metrics | head
   \`\`\`

2. Since when?

   \`\`\`promql
   up{instance="{{ $labels.instance }}"}
   \`\`\``,
  mitigation:
    '1. Start the process again, or take the target out of the scrape configuration if it is gone for good.',
}

/** Lines that a file gets where it lacks them: whatever else stands there is its author's. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  '.gitignore': ['dist/', 'node_modules/'],
  // Two branches that add pages: the record keeps the lines of both.
  '.gitattributes': [`${LINKS_FILE} merge=union`],
}

export const init: Command = {
  usage: '[DIR]',
  help: `Writes alertbook.yml, a first runbook, and a workflow that builds with GitHub Actions and publishes the site to GitHub
Pages. Files that exist are left as they are; .gitignore and .gitattributes get the lines they lack.

The workflow installs Alertbook from the package-lock.json of the project. Until Alertbook is on the npm registry, take it
from a clone: \`npm ci && npm pack\` there makes a tarball; here,
\`npm install --save-dev ./alertbook-VERSION.tgz\`, and commit the tarball with package.json and package-lock.json.`,
  options: { force: { type: 'boolean' } },
  optionHelp: { force: 'Start although the folder already has an alertbook.yml, or lies in a project' },
  async run({ values, positionals }, io) {
    if (positionals.length > 1) throw new UserError('expected one folder', 'write `alertbook init DIR`')
    const root = resolve(io.cwd, positionals[0] ?? '.')
    if (isThere(root, CONFIG_FILE) && values.force !== true) {
      throw new UserError(
        `\`${positionals[0] ?? '.'}\` already has an alertbook.yml`,
        'edit it, or add `--force` to write the files that are missing',
      )
    }
    const around = dirname(root) === root ? undefined : projectAbove(dirname(root))
    if (around !== undefined && values.force !== true)
      throw new UserError(
        `this folder lies in the project of \`${around}\``,
        'work in that one, or add `--force` to start a second project inside it',
      )
    mkdirSync(root, { recursive: true })
    // GitHub looks for workflows at the top of the repository alone.
    const top = repositoryTop(root) ?? root
    const folder = relative(realpathSync(top), realpathSync(root)).split(sep).join('/')
    start(root, CONFIG_FILE, CONFIG, io)
    start(root, 'runbooks/instance-down.md', withTest(skeleton(EXAMPLE), EXAMPLE.alert, EXAMPLE.expr), io)
    start(
      top,
      '.github/workflows/runbooks.yml',
      workflow(folder),
      io,
      '../'.repeat(folder === '' ? 0 : folder.split('/').length),
    )
    for (const [path, lines] of Object.entries(LINES)) complete(root, path, lines, io)
    io.out(
      `Next: set \`site.url\` in alertbook.yml, then run \`alertbook build\` and commit ${LINKS_FILE}.\n`,
    )
    if (!isThere(root, 'package-lock.json'))
      io.out(
        'The workflow installs Alertbook from package-lock.json, which is not there yet: `alertbook init --help` says how.\n',
      )
    return 0
  },
}

/** Writes a file that is not there yet. `shown` is how its folder is named from the project's. */
function start(root: string, path: string, text: string, io: Io, shown: string = ''): void {
  const exists = isThere(root, path)
  if (!exists) placeFile(root, path, text)
  io.out(`  ${exists ? 'kept   ' : 'written'} ${shown}${path}\n`)
}

/** Gives a file the lines that it lacks, at its end. */
function complete(root: string, path: string, lines: readonly string[], io: Io): void {
  const exists = isThere(root, path)
  const old = exists ? readSource(root, path, { within: true }) : { path, text: '' }
  if (!('text' in old)) {
    io.err(`alertbook: \`${path}\` is left as it is: ${old.message}\n`)
    return
  }
  const known = new Set(old.text.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, '')))
  const added = lines.filter((line) => !known.has(line.replace(/\/$/, '')))
  const gap = old.text === '' || old.text.endsWith('\n') ? '' : '\n'
  const text = `${old.text}${gap}${added.map((line) => `${line}\n`).join('')}`
  if (!exists) placeFile(root, path, text)
  else if (added.length > 0) rewriteSource(root, old, text)
  io.out(`  ${exists ? (added.length > 0 ? 'changed' : 'kept   ') : 'written'} ${path}\n`)
}
