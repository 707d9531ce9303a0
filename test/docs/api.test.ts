/** docs/api.md matches the source, lists what the libraries export, and its examples run. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectGolden, root, run, temporaryFolder } from '../setup.ts'
import { apiPage, exportsOf, LIBRARIES } from './api.ts'

test('the page is the source', () => expectGolden(join(root, 'docs/api.md'), apiPage()))

test.each(Object.keys(LIBRARIES))('%s: every value there is has a place', async (name) => {
  const [file] = LIBRARIES[name]!
  const module = (await import(join(root, file))) as object
  const values = exportsOf(file).filter(({ kind }) => kind === 'function' || kind === 'const')
  expect(values.map((one) => one.name)).toEqual(Object.keys(module).sort())
})

test.each(Object.keys(LIBRARIES))('%s: every export says what it is', (name) => {
  const silent = exportsOf(LIBRARIES[name]![0]).filter(({ doc }) => doc.trim() === '')
  expect(silent.map((one) => one.name)).toEqual([])
})

test.each(Object.keys(LIBRARIES))('%s: the example runs', async (name) => {
  const [, example] = LIBRARIES[name]!
  const path = join(temporaryFolder(), 'example.mjs')
  const lib = join(root, 'lib', name === 'alertbook' ? 'index.mjs' : `${name.slice('alertbook/'.length)}.mjs`)
  writeFileSync(path, example.replace(`'${name}'`, JSON.stringify(lib)))
  const { code, out, err } = await run(process.execPath, [path])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out.trim()).not.toBe('')
  expect(out).not.toContain('undefined')
})
