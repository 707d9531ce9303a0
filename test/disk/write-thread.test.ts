/** Files written on a thread of their own: the same files, whatever happens to that thread. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { writeOutputs } from '../../src/disk/write.ts'
import { writeOnThread } from '../../src/disk/write-thread.ts'
import type { OutputFile } from '../../src/model.ts'
import { root, temporaryFolder, temporaryProject } from '../setup.ts'

const tool = pathToFileURL(join(root, 'lib/write-worker.js'))

const FILES = 320
/** Texts and bytes, in folders of two levels. */
const outputs: readonly OutputFile[] = Array.from({ length: FILES }, (_, n) => ({
  path: `site/shelf${n % 7}/part/page${n}.html`,
  make: () => (n % 5 === 0 ? new Uint8Array([n % 256, 0, 255]) : `${'é'.repeat(n)}\u{1f514}\n`),
}))
const contents = (): Map<string, Buffer> =>
  new Map(
    outputs.map(({ path, make }) => {
      const content = make()
      return [path, Buffer.from(content as string)]
    }),
  )

/** The files below a folder, without those of the tool. */
function filesIn(dir: string): Map<string, Buffer> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(dir.length + 1), readFileSync(path)]),
  )
}

const sorted = (files: Map<string, Buffer>): [string, Buffer][] =>
  [...files].sort(([a], [b]) => (a < b ? -1 : 1))

const pathOf = ({ path }: OutputFile): string => path

describe('files written on another thread', () => {
  test('are those that this thread would write', () => {
    const folder = temporaryFolder()
    expect(writeOnThread(folder, outputs, pathOf, tool)).toBe(true)
    expect(sorted(filesIn(folder))).toEqual(sorted(contents()))
  })

  test.each([
    ['is not there', undefined],
    ['does not start', 'throw 1'],
    ['ends at once', 'process.exit(3)'],
    ['never writes', "require('node:worker_threads').parentPort.on('message', () => {})"],
  ])('a thread that %s: this one knows', (_, code) => {
    const folder = temporaryProject(code === undefined ? {} : { 'thread.cjs': code })
    const script = pathToFileURL(join(folder, 'thread.cjs'))
    expect(writeOnThread(join(folder, 'other'), outputs, pathOf, script, 300)).toBe(false)
  })

  test('where there is no such thread, this one writes all', () => {
    const dir = join(temporaryFolder(), 'dist')
    const { written } = writeOutputs(dir, outputs, undefined, pathToFileURL(join(dir, 'none.js')))
    expect(written).toHaveLength(FILES)
    expect(sorted(filesIn(dir))).toEqual(sorted(contents()))
  })

  test('few files need no thread', () => {
    expect(writeOnThread(temporaryFolder(), outputs.slice(0, 20), pathOf, tool)).toBe(false)
  })

  test('what cannot be made is not swallowed, and nothing is left behind', () => {
    const dir = join(temporaryFolder(), 'dist')
    const failing = outputs.map((file, n) => {
      if (n !== 310) return file
      const make = (): never => {
        throw new Error('a bug')
      }
      return { ...file, make }
    })
    expect(() => writeOutputs(dir, failing, undefined, tool)).toThrow('a bug')
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp') || name === 'site')).toEqual([])
  })

  test('what cannot be written there is written here, or its error is seen', () => {
    const dir = join(temporaryFolder(), 'dist')
    /** A folder stands where a file will be: always, or only until this thread tries. */
    const obstructed = (isPassing: boolean): OutputFile[] => {
      let times = 0
      return outputs.map((file, n) => {
        if (n !== 10) return file
        const make = (): string | Uint8Array => {
          const inside = readdirSync(dir).find((name) => name.endsWith('.tmp'))!
          const target = join(dir, inside, outputs[315]!.path.slice('site/'.length))
          if (++times === 1) mkdirSync(target, { recursive: true })
          else if (isPassing) rmSync(target, { recursive: true })
          return file.make()
        }
        return { ...file, make }
      })
    }
    expect(() => writeOutputs(dir, obstructed(false), undefined, tool)).toThrow(/EISDIR/)
    expect(existsSync(join(dir, 'site'))).toBe(false)
    writeOutputs(dir, obstructed(true), undefined, tool)
    expect(sorted(filesIn(dir))).toEqual(sorted(contents()))
  })
})
