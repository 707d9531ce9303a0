/** docs/checks/README.md lists every page beside it, with the sentence it begins with; the record of addresses has them all. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pagePath } from '../../src/text/page-path.ts'
import { root } from '../setup.ts'

const FOLDER = join(root, 'docs/checks')
const LIST = /(?<=<!-- codes -->\n)[\s\S]*?(?=<!-- \/codes -->)/

function lineOf(name: string): string {
  const [, , ...rest] = readFileSync(join(FOLDER, name), 'utf8').split('\n')
  const sentence = rest.slice(0, rest.indexOf('')).join(' ')
  return `- [${name.slice(0, -'.md'.length)}](${name}): ${sentence}`
}

test('every code is listed', () => {
  const pages = readdirSync(FOLDER).filter((name) => name.endsWith('.md') && name !== 'README.md')
  const list = `\n${pages.sort().map(lineOf).join('\n')}\n\n`
  const path = join(FOLDER, 'README.md')
  if (process.env.UPDATE)
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(LIST, () => list),
    )
  expect(LIST.exec(readFileSync(path, 'utf8'))?.[0]).toBe(list)
})

test('every page of the documentation is in the record of addresses: `npm run build` writes it', () => {
  const record = readFileSync(join(root, 'alertbook.links.yml'), 'utf8')
  const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `/${pagePath(`docs/${path}`, { runbooks: ['runbooks'], docs: ['docs'] })}`)
  expect(pages.length).toBeGreaterThan(90)
  expect(pages.filter((path) => !record.includes(`\n  ${path}: `))).toEqual([])
})
