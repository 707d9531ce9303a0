/** The licences of bundled packages are included: nearly all of them require that. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packagesOf, thirdParty } from '../../scripts/third-party.mjs'
import { root, temporaryProject } from '../setup.ts'

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  files: string[]
  dependencies: Record<string, string>
}
const path = join(root, 'lib/THIRD-PARTY-LICENSES.txt')

describe('the licences that are shipped', () => {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''

  test('are those of every dependency that is bundled, and of what those bring', () => {
    expect(manifest.files).toContain('lib')
    const external = new Set(['beautiful-mermaid', 'micromark-util-types'])
    const bundled = Object.keys(manifest.dependencies).filter((name) => !external.has(name))
    expect(bundled.filter((name) => !new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm').test(text))).toEqual(
      [],
    )
    expect(text).toMatch(/^micromark \d/m)
    expect(text).toMatch(/^parse5 \d/m)
  })

  test('hold the texts themselves', () => {
    expect(text).toContain('Permission is hereby granted')
    expect(text.match(/Copyright/g)?.length).toBeGreaterThan(20)
  })
})

describe('the gathering', () => {
  const input = (path: string, bytesInOutput = 1): { outputs: Record<string, unknown> } => ({
    outputs: { x: { inputs: { [path]: { bytesInOutput } } } },
  })

  test('names each package once, nested ones too, and none of which nothing is left', () => {
    expect(
      packagesOf([
        input('node_modules/a/x.js'),
        input('node_modules/a/y/z.js'),
        input('node_modules/@s/b/x.js'),
        input('node_modules/a/node_modules/c/x.js'),
        input('node_modules/gone/x.js', 0),
        input('src/x.ts'),
      ]),
    ).toEqual(['node_modules/@s/b', 'node_modules/a', 'node_modules/a/node_modules/c'])
  })

  test('refuses a package whose licence is not to be had', () => {
    const folder = temporaryProject({
      'node_modules/a/package.json': '{"name":"a","version":"1.0.0","license":"BSD-3-Clause"}',
      'node_modules/b/package.json': '{"name":"b","version":"1.0.0","license":"MIT","author":"Ann"}',
      'node_modules/c/package.json': '{"name":"c","version":"1.0.0","license":"ISC"}',
      'node_modules/c/LICENCE': 'The text of c.',
    })
    expect(() => thirdParty(['node_modules/a'], folder)).toThrow(
      'a is bundled, and its package has no licence text',
    )
    const text = thirdParty(['node_modules/b', 'node_modules/c'], folder)
    expect(text).toContain('Copyright (c) Ann')
    expect(text).toContain('c 1.0.0 (ISC)\n\nThe text of c.')
  })
})
