/** What travels in the package, as npm itself lists it. */
import { expect, test } from 'vitest'
import { root, run } from '../setup.ts'

test('the package holds the program, its pages and its schema, and nothing that is made anew', async () => {
  const { out } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'], {
    cwd: root,
  })
  const [{ files }] = JSON.parse(out) as [{ files: { path: string }[] }]
  const paths = files.map(({ path }) => path)
  for (const path of [
    'lib/cli.js',
    'lib/main.js',
    'lib/index.mjs',
    'lib/assets/style.css',
    'lib/alertbook.schema.json',
    'lib/THIRD-PARTY-LICENSES.txt',
    'docs/README.md',
    'docs/format.md',
    'docs/checks/alert-for.md',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
  ])
    expect(paths).toContain(path)
  expect(
    paths.filter(
      (path) => !/^(?:lib|docs)\/|^(?:README|CHANGELOG)\.md$|^LICENSE$|^package\.json$/.test(path),
    ),
  ).toEqual([])
  expect(paths.filter((path) => /\.code$|^docs\/images\//.test(path))).toEqual([])
})
