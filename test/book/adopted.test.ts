/** The book in a folder of another project, with the configuration that its guide shows. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli } from '../project.ts'
import { root, temporaryFolder } from '../setup.ts'

const guide = readFileSync(join(root, 'runbooks/guides/adopting.md'), 'utf8')
const config = /^ *```yaml\n([\s\S]*?)^ *```$/m
  .exec(guide)![1]!
  .replace(/^ {3}/gm, '')
  .replaceAll('your-house.org', 'corp.net')
  .replace(', runbooks]', ']')
  .replace(', rules]', ']')

test('has no findings, and gives the rules that the guide shows', async () => {
  const folder = temporaryFolder()
  const book = join(folder, 'vendor/alloy-book')
  mkdirSync(book, { recursive: true })
  for (const name of ['runbooks', 'rules', 'alertbook.yml', 'README.md'])
    cpSync(join(root, name), join(book, name), { recursive: true })
  writeFileSync(join(folder, 'alertbook.yml'), config)
  const { code, out } = await cli(folder, 'build', '--no-cache')
  const [shown] = /\d+ rules in \d+ groups, \d+ pages/.exec(guide)!
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`dist: ${shown};`) })
  expect(out).toMatch(/^No findings in /)
  expect(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')).toMatch(/:ratio < 15 \/ 100$/m)
})
