/** Help, versions, and completions, as real shells complete. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { CODES } from '../../src/cli/finding-selection.ts'
import { cli } from '../project.ts'
import { hasProgram, run, temporaryFolder } from '../setup.ts'

const at = process.cwd()

describe('help', () => {
  test.each(COMMANDS.map(({ name }) => name))('`help %s` is `%s --help`', async (name) => {
    const { code, out } = await cli(at, 'help', name)
    expect(code).toBe(0)
    expect(out).toMatch(new RegExp(`^Usage: alertbook ${name} `))
    expect(await cli(at, name, '--help')).toEqual({ code: 0, out, err: '' })
    expect(await cli(at, '--help', name)).toEqual({ code: 0, out, err: '' })
  })

  test.each(COMMANDS.map(({ name }) => name))('every option of `%s` has a line', async (name) => {
    const { summary, load } = COMMANDS.find((one) => one.name === name)!
    const command = await load()
    expect(summary.length).toBeLessThan(80)
    for (const { about } of Object.values(command.options)) expect(about).toMatch(/^.{10}/)
  })

  test('the version is told however it is asked for', async () => {
    const { out } = await cli(at, '--version')
    expect(out).toMatch(/^\d+\.\d+\.\d+.*\n$/)
    for (const form of ['-v', '-V', 'version']) expect(await cli(at, form)).toEqual({ code: 0, out, err: '' })
  })

  test('`explain` lists every code, and nothing else', async () => {
    const { code, out } = await cli(at, 'explain')
    expect(code).toBe(0)
    const listed = out.trimEnd().split('\n')
    expect(listed.map((line) => line.trim().split(' ')[0])).toEqual([...CODES].sort())
    for (const line of listed) expect(line).toMatch(/^ {2}\S+ +\S.*\.$/)
  })

  test('the examples of `expr` are accepted', async () => {
    const { out } = await cli(at, 'help', 'expr')
    const examples = out.match(/(?<=^ {2}alertbook ).*'$/gm) ?? []
    expect(examples.length).toBeGreaterThan(1)
    for (const line of examples) {
      const args = (line.match(/'[^']*'|\S+/g) ?? []).map((arg) => arg.replace(/^'|'$/g, ''))
      expect({ line, ...(await cli(at, ...args)) }).toMatchObject({ code: 0, err: '' })
    }
  })

  test.each([
    [['help', 'chekc'], 'did you mean `alertbook check`?'],
    [['--root', '.', 'check'], 'put options after the command'],
    [['build', 'extra'], '`alertbook build` takes only options'],
    [['dev', 'extra'], '`alertbook dev` takes only options'],
    [['schema', 'config', 'more'], 'takes one argument'],
    [['completions'], 'use one of bash, zsh, fish'],
    [['completions', 'basch'], 'did you mean `bash`?'],
    [['check', '--fixx'], 'unknown option `--fixx`\n  hint: did you mean `--fix`?'],
    [['check', '-Z'], 'unknown option `-Z`\n  hint: see `alertbook check --help`'],
    [['check', '--fix=3'], '`--fix` takes no value\n'],
    [['check', '--root'], '`--root` needs a value\n'],
    [['check', '-f'], '`--format` needs a value\n'],
    [['check', '--root', '--fix'], '`--root` needs a value\n'],
  ])('%j', async (args, expected) => {
    expect(await cli(at, ...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(expected) })
  })
})

/** A shell that few machines have: without it the test skips, and says so. */
function hasShell(name: string): boolean {
  const found = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)))
  if (!found) console.warn(`SKIPPED: \`${name}\` is missing, its completions are not tried`)
  return found
}

async function scriptFor(shell: string): Promise<string> {
  const { code, out } = await cli(at, 'completions', shell)
  expect(code).toBe(0)
  const path = join(temporaryFolder(), `alertbook.${shell}`)
  writeFileSync(path, out)
  return path
}

/** Words before the cursor, and what is offered for the last one. */
const CASES: readonly (readonly [line: string, some: readonly string[]])[] = [
  ['alertbook ch', ['check']],
  ['alertbook check --form', ['--format']],
  ['alertbook check --format s', ['sarif']],
  ['alertbook check -f git', ['github', 'gitlab']],
  ['alertbook check --only alert-without-r', ['alert-without-runbook']],
  ['alertbook check --fail-on w', ['warning']],
  ['alertbook test --format ju', ['junit']],
  ['alertbook explain promql-sy', ['promql-syntax']],
  ['alertbook completions z', ['zsh']],
  ['alertbook help ins', ['inspect']],
]

test.runIf(hasProgram('bash'))('bash completes', async () => {
  const path = await scriptFor('bash')
  for (const [line, some] of CASES) {
    const words = line.split(' ')
    const list = words.map((word) => `'${word}'`).join(' ')
    const script = `source '${path}'; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _alertbook; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { out, err } = await run('bash', ['--norc', '-c', script])
    expect({ line, err, found: out.trim().split('\n').sort() }).toEqual({ line, err: '', found: some })
  }
})

test.runIf(hasShell('fish'))('fish completes', async () => {
  const path = await scriptFor('fish')
  for (const [line, some] of CASES) {
    const { out, err } = await run('fish', ['-N', '-c', `source '${path}'; complete -C '${line}'`])
    const found = out
      .trim()
      .split('\n')
      .map((one) => one.split('\t')[0])
      .sort()
    expect({ line, err, found }).toEqual({ line, err: '', found: some })
  }
})

test.runIf(hasShell('zsh'))('zsh loads its completions, which name every option', async () => {
  const path = await scriptFor('zsh')
  const script = `autoload -Uz compinit && compinit -D -u && source '${path}' && print -r -- $_comps[alertbook] && functions _alertbook`
  const { code, out, err } = await run('zsh', ['-f', '-c', script])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^_alertbook\n/)
  for (const { name, load } of COMMANDS) {
    const { options } = await load()
    for (const option of Object.keys(options)) expect(out, `${name} --${option}`).toContain(`--${option}`)
  }
})
