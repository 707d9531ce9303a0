/** The checked-out commit, read without git where possible: the same as git's. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { headCommit, readHistory } from '../../src/disk/git.ts'
import { hasProgram, temporaryFolder } from '../setup.ts'

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-C', folder, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

/** A repository with two commits on a branch with a slash in its name. */
function repository(): string {
  const folder = temporaryFolder()
  git(folder, 'init', '--initial-branch', 'some/branch')
  for (const text of ['one', 'two']) {
    writeFileSync(join(folder, 'a.md'), text)
    git(folder, 'add', 'a.md')
    git(folder, 'commit', '--message', text)
  }
  return folder
}

describe.skipIf(!hasProgram('git'))('the commit', () => {
  const states: [string, (folder: string) => string][] = [
    ['on a branch', (folder) => folder],
    [
      'in a folder of the repository',
      (folder) => {
        mkdirSync(join(folder, 'docs/book'), { recursive: true })
        return join(folder, 'docs/book')
      },
    ],
    [
      'without a branch',
      (folder) => {
        git(folder, 'checkout', 'HEAD~1')
        return folder
      },
    ],
    [
      'whose branch is packed away',
      (folder) => {
        git(folder, 'pack-refs', '--all')
        return folder
      },
    ],
    [
      'of another working tree',
      (folder) => {
        git(folder, 'worktree', 'add', join(folder, 'tree'), 'HEAD~1')
        return join(folder, 'tree')
      },
    ],
  ]

  test.each(states)('%s', (_, change) => {
    const folder = change(repository())
    expect(headCommit(folder)).toBe(git(folder, 'rev-parse', 'HEAD'))
  })

  test('of a repository without one is undefined', () => {
    const folder = temporaryFolder()
    git(folder, 'init')
    expect(headCommit(folder)).toBeUndefined()
  })
})

test('outside a repository there is none', () => {
  expect(headCommit(temporaryFolder())).toBeUndefined()
})

describe.skipIf(!hasProgram('git'))('a project made by somebody else', () => {
  test('that looks like a bare repository makes git run nothing', () => {
    const outer = repository()
    const inner = repository()
    const signed = execFileSync('git', ['-C', inner, 'hash-object', '-t', 'commit', '-w', '--stdin'], {
      encoding: 'utf8',
      input: git(inner, 'cat-file', 'commit', 'HEAD').replace(
        '\n\n',
        '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n a\n -----END PGP SIGNATURE-----\n\n',
      ),
    }).trim()
    git(inner, 'update-ref', 'refs/heads/some/branch', signed)
    const root = join(outer, 'book')
    cpSync(join(inner, '.git'), root, { recursive: true })
    const proof = join(outer, 'ran')
    const program = join(outer, 'program')
    writeFileSync(program, `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 })
    writeFileSync(
      join(root, 'config'),
      `[core]\n\tbare = true\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${program}\n`,
    )
    execFileSync('git', ['-C', root, 'log', '-1'], { stdio: 'ignore' })
    expect(existsSync(proof), 'git alone runs the program').toBe(true)
    execFileSync('rm', [proof])
    readHistory(root, ['.'])
    headCommit(root)
    expect(existsSync(proof)).toBe(false)
  })

  test('whose HEAD is a pipe is not waited for', () => {
    const root = temporaryFolder()
    mkdirSync(join(root, '.git'))
    execFileSync('mkfifo', [join(root, '.git/HEAD')])
    expect(headCommit(root)).toBeUndefined()
    expect(readHistory(root, ['.'])).toEqual([])
  })
})
