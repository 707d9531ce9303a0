/** The checked-out commit, read without git where possible: the same as git's. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { headCommit } from '../../src/disk/git.ts'
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
