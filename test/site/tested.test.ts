/** The index says how many alerts have a test, even if only a test changed since the last build. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli } from '../project.ts'
import { temporaryProject } from '../setup.ts'

const rule = (name: string): string => `\`\`\`yaml\nalert: ${name}\nexpr: up == 0\nfor: 5m\n\`\`\`\n`
const fence = (state: string): string =>
  `\n\`\`\`yaml test\nseries: { up: 0x9 }\nalerts: { Down: { 6m: ${state} } }\n\`\`\`\n`

test('on the index stands how many alerts a test shows firing', async () => {
  const folder = temporaryProject({
    'alertbook.yml': 'site:\n  url: https://book.corp/\n',
    'runbooks/down.md': `# Down\n\n${rule('Down')}${fence('firing')}`,
    'runbooks/slow.md': `# Slow\n\n${rule('Slow')}`,
  })
  const figures = async (): Promise<string> => {
    expect((await cli(folder, 'build')).code).toBe(0)
    const html = readFileSync(join(folder, 'dist/site/index.html'), 'utf8')
    return /<p class="coverage">(.*?)<\/p>/s.exec(html)![1]!.replace(/<[^>]*>/g, '')
  }
  expect(await figures()).toBe('2 alerts, 2 with a runbook, 1 with a test')
  writeFileSync(join(folder, 'runbooks/down.md'), `# Down\n\n${rule('Down')}${fence('inactive')}`)
  expect(await figures()).toBe('2 alerts, 2 with a runbook')
  writeFileSync(
    join(folder, 'runbooks/slow.md'),
    `# Slow\n\n${rule('Slow')}${fence('firing').replace('Down', 'Slow')}`,
  )
  expect(await figures()).toBe('2 alerts, 2 with a runbook, 1 with a test')
})
