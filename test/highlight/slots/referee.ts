/**
 * Real shells judge copied commands. Each template runs once with a harmless word in its slots and once with each
 * hostile value; the commands' arguments must differ in that word alone, and `pwn` must never run.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { quote } from '../../../site/client/quote.ts'
import { filled } from './templates.ts'

export const SHELLS = ['bash', 'dash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

export const isThere = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

/** Stand-ins that record their arguments. */
const RECORDED =
  `ls grep cat curl systemctl unknown kubectl docker psql mysql tool crontab parallel read_ jq ip sort pbcopy
a b f tr_ host`.split(/\s+/)

/** Stand-ins that execute what the real commands execute: an option's value, or a variable's. */
const OBEDIENT =
  'scp sftp rsync tar git wget split tcpdump zip useradd chsh service java pip apt-get helm mount open'.split(
    ' ',
  )

const OBEDIENT_SCRIPT = `#!/bin/dash
printf '%s\\0' "\${0##*/}" "$@" >> "$LOG"
[ -z "$RSYNC_RSH" ] || sh -c "$RSYNC_RSH"
before=
for one; do
  case $one in *ProxyCommand=*|--*-command=*|--rsync-path=*|--upload-pack=*|--filter=*|--use-askpass=*) sh -c "\${one#*=}";; esac
  case $before in -S|-z|-K|-e|-s|-t|-TT|-jar|install) sh -c "$one";; esac
  before=$one
done
[ "\${0##*/}" != service ] || "/etc/init.d/$1"
`

/** Stand-ins that treat their words as the real commands do on the other side. */
const POSIX_RUNNERS = `
record() { printf '%s\\0' "$@" >> "$LOG"; }
pwn() { printf '<RAN>' >> "$LOG"; }
ssh() { record ssh "$@"; while [ $# -gt 0 ]; do case $1 in -o) case $2 in ProxyCommand=*) sh -c "\${2#*=}";; esac; shift 2;; -[pli]) shift 2;; -*) shift;; *) break;; esac; done; shift; case $2 in ProxyCommand=*) sh -c "\${2#*=}";; esac; [ $# -eq 0 ] || sh -c "$*"; }
sudo() { record sudo "$@"; while [ $# -gt 0 ]; do case $1 in -u) shift 2;; -*) shift;; *) break;; esac; done; "$@"; }
su() { record su "$@"; if [ "$1" = -c ]; then sh -c "$2"; fi; }
watch() { record watch "$@"; [ "$1" = -n ] && shift 2; sh -c "$*"; }
container() { record "$@"; while [ $# -gt 0 ] && [ "$1" != exec ]; do shift; done; while [ $# -gt 0 ] && [ "$1" != -- ]; do shift; done; [ $# -lt 2 ] || { shift; "$@"; }; }
kubectl() { container kubectl "$@"; }
`

/** The same for commands started by other programs. */
const SCRIPT = `#!/bin/dash
printf '%s\\0' "\${0##*/}" "$@" >> "$LOG"
`

export interface Referee {
  readonly folder: string
  close(): void
}

export function startReferee(): Referee {
  const folder = mkdtempSync(join(tmpdir(), 'slots-'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const name of RECORDED) writeFileSync(join(bin, name), SCRIPT)
  writeFileSync(join(bin, 'pwn'), `#!/bin/dash\nprintf '<RAN>' >> "$LOG"\n`)
  for (const name of OBEDIENT) writeFileSync(join(bin, name), OBEDIENT_SCRIPT)
  for (const name of [...RECORDED, ...OBEDIENT, 'pwn']) chmodSync(join(bin, name), 0o755)
  return { folder, close: () => rmSync(folder, { recursive: true }) }
}

export interface Verdict {
  /** Values that were filled in. */
  readonly filled: number
  /** Values that were refused in every slot. */
  readonly refused: number
  readonly ran: readonly string[]
  readonly wrong: readonly string[]
}

/** Between two runs: a character that no slot takes, since a value may look like anything else. */
const SEPARATOR = '\0\u0001\0'

/** Words that pass wherever anything passes. */
const TOKENS = ['Zq7', '47']

/**
 * Runs a template in a shell with each value in all of its slots; undefined if the shell cannot parse it even with a
 * harmless word. Slots that refuse a value get the harmless word.
 */
export function judge(
  { folder }: Referee,
  shell: Shell,
  language: string,
  code: string,
  values: readonly string[],
): Verdict | undefined {
  const token = TOKENS.find((one) => {
    let all = true
    filled(language, code, (context) => {
      all &&= quote(one, context) !== undefined
      return ''
    })
    return all
  })
  let some = false
  const texts = values.map((value) => {
    let put = false
    const text = filled(language, code, (context) => {
      const written = quote(value, context)
      put ||= written !== undefined
      return written ?? quote(TOKENS[0]!, context) ?? quote(TOKENS[1]!, context) ?? 'refused'
    })
    some ||= put
    return put ? text : undefined
  })
  const refused = texts.filter((text) => text === undefined).length
  if (!some) return { filled: 0, refused, ran: [], wrong: [] }
  const asked = values.filter((_, i) => texts[i] !== undefined)
  const reference = filled(language, code, (context) => quote(token ?? TOKENS[0]!, context) ?? 'refused')
  if (!reads(shell, reference, folder)) return undefined
  const log = run(folder, shell, [reference, ...(texts.filter((text) => text !== undefined) as string[])])
  const parts = log.split(SEPARATOR).slice(1)
  const expected = parts[0] ?? ''
  const ran: string[] = []
  const wrong: string[] = []
  for (const [i, value] of asked.entries()) {
    const seen = parts[i + 1]
    if (seen?.includes('<RAN>')) ran.push(value)
    // With arithmetic or a refusing slot, words cannot be compared one by one.
    else if (seen === undefined) wrong.push(value)
    else if (token === TOKENS[0]) {
      const right = expectedFor(language, code, expected, value)
      if (right !== undefined && inOrder(right) !== inOrder(seen)) wrong.push(value)
    }
  }
  return { filled: asked.length, refused, ran, wrong }
}

/** The expected record: the harmless word is replaced wherever the value was accepted. */
function expectedFor(language: string, code: string, expected: string, value: string): string | undefined {
  let every = true
  filled(language, code, (context) => {
    every &&= quote(value, context) !== undefined
    return ''
  })
  return every ? expected.replaceAll(TOKENS[0]!, () => value) : undefined
}

/** Commands of a pipeline write in any order. */
const inOrder = (log: string): string => log.split('\0').sort().join('\0')

/** Whether the shell finds the syntax valid. */
function reads(shell: Shell, text: string, folder: string): boolean {
  const path = join(folder, 'read')
  writeFileSync(path, `${text}\n`)
  return spawnSync(shell, ['-n', path], { stdio: 'ignore' }).status === 0
}

function run(folder: string, shell: Shell, texts: readonly string[]): string {
  const log = join(folder, 'log')
  const work = join(folder, 'work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work)
  writeFileSync(join(work, 'in.0'), 'text\n')
  writeFileSync(join(work, 'list'), 'one\n')
  writeFileSync(log, '')
  const path = join(folder, `script.${shell}`)
  const mark = `printf '\\0\\001\\0' >> "$LOG"`
  const before = shell === 'fish' ? fishPreamble : posixPreamble(shell)
  writeFileSync(path, [before, ...texts.flatMap((text) => [mark, text, 'wait'])].join('\n'))
  const flags = { bash: ['--norc'], dash: [], zsh: ['-f', '-o', 'nonomatch'], fish: ['--no-config'] }[shell]
  spawnSync(shell, [...flags, path], {
    cwd: work,
    stdio: 'ignore',
    timeout: 900_000,
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, LOG: log, HOME: work, LANG: 'C.UTF-8' },
  })
  return readFileSync(log, 'utf8')
}

const posixPreamble = (shell: Shell): string =>
  [
    ...(shell === 'bash' ? ['shopt -u expand_aliases'] : []),
    POSIX_RUNNERS,
    // What an attacker's machine would answer.
    `curl() { record curl "$@"; printf '%s\\n' "$@"; }`,
    ...['ls', 'grep', 'systemctl', 'unknown', 'psql', 'mysql', 'docker'].map(
      (name) => `${name}() { record ${name} "$@"; }`,
    ),
  ].join('\n')

const fishPreamble = `
function record; printf '%s\\0' $argv >> $LOG; end
function pwn; printf '<RAN>' >> $LOG; end
${[
  'ls',
  'grep',
  'curl',
  'systemctl',
  'unknown',
  'psql',
  'mysql',
  'docker',
  'kubectl',
  'ssh',
  'sudo',
  'su',
  'watch',
]
  .map((name) => `function ${name}; record ${name} $argv; end`)
  .join('\n')}`

/**
 * Runs statements in SQLite on a table of one row; returns the output of each, with one part missing if the table was
 * changed.
 */
export function sqlite(statements: readonly string[]): string[] {
  const before = 'CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 2);\n'
  const script = statements
    .map((statement) => `${statement}\n;\nSELECT 'MARK', count(*), total(a) FROM t;`)
    .join('\n')
  // A value that is not a word in SQL makes a statement that does nothing; the next one still runs.
  const { stdout } = spawnSync('sqlite3', ['-batch', ':memory:'], {
    input: before + script,
    encoding: 'utf8',
  })
  return stdout.split(/^MARK\|1\|1\.0\n/m)
}
