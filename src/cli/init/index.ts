/** `alertbook init`: sets up a project from existing files that builds at once. */
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { LINKS_FILE } from '../../disk/links-file.ts'
import { placeFile } from '../../disk/place.ts'
import { CONFIG_FILE } from '../../disk/read.ts'
import { readSource } from '../../disk/read-source.ts'
import { rewriteSource } from '../../disk/sources.ts'
import { type Command, flag, type Io, option, UserError } from '../command.ts'
import { withTest } from '../prove/skeleton-test.ts'
import { hasConfig, isThere, projectAbove } from '../root.ts'
import { schemaLine } from '../schema-line.ts'
import { skeleton } from '../skeleton.ts'
import { CI_NAMES, ciFile, ciNames } from './ci.ts'
import { configText } from './config-text.ts'
import { examineFolder, type Surroundings, usualCi } from './examine.ts'
import { foundText, nextText } from './found-text.ts'
import { placeOf } from './home.ts'
import { managerOf } from './manager.ts'

const EXAMPLE = {
  alert: 'InstanceDown',
  rule: {
    expr: 'up == 0',
    summary: '{{ $labels.job }} on {{ $labels.instance }} does not answer scrapes',
  },
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

/** Lines to add to files that lack them; everything else in the file belongs to its author. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  '.gitignore': ['dist/', 'node_modules/'],
  // If two branches add pages, the record keeps the lines of both.
  '.gitattributes': [`${LINKS_FILE} merge=union`],
}

export const init: Command = {
  usage: '[DIR] [--ci NAME]',
  help: `Examines the folder, then writes alertbook.yml with what it found: where the site is published and edited (from the git remote
and its default branch), rules and the annotation that carries their links, folders with runbooks. A first runbook is written if
there is none. Existing files are left unchanged; .gitignore and .gitattributes get the lines they lack.

  alertbook init
  alertbook init monitoring --ci gitlab --ci pre-commit
  alertbook init --ci none

The workflow or pipeline installs Alertbook from the lockfile of the project, by npm, pnpm, yarn or bun. Until Alertbook is on the npm registry, take
it from a clone: \`npm ci && npm pack\` there makes a tarball; here,
\`npm install --save-dev ./alertbook-VERSION.tgz\`, and commit the tarball with package.json and package-lock.json.`,
  options: {
    ci: option(
      'github, gitlab, pre-commit or none; may be repeated (default: what the repository seems to use)',
      { multiple: true, words: CI_NAMES },
    ),
    force: flag('Start even if the folder already has an alertbook.yml, or is inside a project'),
  },
  most: 1,
  async run({ values, positionals }, io) {
    const wanted = ciNames(values.ci)
    const root = resolve(io.cwd, positionals[0] ?? '.')
    refuse(root, positionals[0] ?? '.', values.force === true)
    mkdirSync(root, { recursive: true })
    const around = examineFolder(root)
    io.out(foundText(around))
    const { top, folder, rules, pages } = around
    start(root, CONFIG_FILE, schemaLine(root) + configText(around), io)
    if (rules.files === 0 && pages.count === 0)
      start(
        root,
        'runbooks/instance-down.md',
        withTest(skeleton(EXAMPLE), EXAMPLE.alert, EXAMPLE.rule.expr),
        io,
      )
    const notes = [...new Set(wanted ?? [usualCi(around)])].flatMap((name) => {
      const file = ciFile(name, top, folder)
      // CI and hooks are looked up only at the top of a repository.
      if (file && (file.note === undefined || !isThere(top, file.path)))
        start(top, file.path, file.text, io, upTo(around))
      return file?.note ?? []
    })
    for (const [path, lines] of Object.entries(LINES)) complete(root, path, lines, io)
    for (const note of notes) io.out(`note: ${note}`)
    io.out(nextText(around))
    const needsLock = (wanted ?? ['github']).some((name) => name !== 'none')
    if (needsLock && !managerOf(top, placeOf(top, folder)).isLocked)
      io.out(
        'Alertbook is yet to be installed in this repository, with a lockfile: `alertbook init --help` says how.\n',
      )
    return 0
  },
}

/** Throws a `UserError` if there already is a project. */
function refuse(root: string, shown: string, isForced: boolean): void {
  if (isForced) return
  if (hasConfig(root))
    throw new UserError(
      `\`${shown}\` already has an alertbook.yml`,
      'edit it, or add `--force` to write the files that are missing',
    )
  const around = dirname(root) === root ? undefined : projectAbove(dirname(root))
  if (around !== undefined)
    throw new UserError(
      `this folder is inside the project of \`${around}\``,
      'use that one, or add `--force` to start a second project inside it',
    )
}

/** From the project's folder to the top of the repository. */
const upTo = ({ folder }: Surroundings): string => '../'.repeat(folder === '' ? 0 : folder.split('/').length)

/** Writes a file that does not exist yet. `shown`: its folder relative to the project. */
function start(root: string, path: string, text: string, io: Io, shown: string = ''): void {
  const exists = isThere(root, path)
  if (!exists) placeFile(root, path, text)
  io.out(`  ${exists ? 'kept   ' : 'written'} ${shown}${path}\n`)
}

/** Appends the missing lines to a file. */
function complete(root: string, path: string, lines: readonly string[], io: Io): void {
  const exists = isThere(root, path)
  const old = exists ? readSource(root, path, { within: true }) : { path, text: '' }
  if (!('text' in old)) {
    io.err(`alertbook: \`${path}\` is left unchanged: ${old.message}\n`)
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
