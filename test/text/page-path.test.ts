/** Where a Markdown file is published, and whether it is shown as it is. */
import { expect, test } from 'vitest'
import { isDocument, pagePath } from '../../src/text/page-path.ts'

const DOCS = { runbooks: ['runbooks'], docs: ['docs', 'README.md'] }
const NESTED = { runbooks: ['docs/runbooks'], docs: ['./docs/'] }
const ALL = { runbooks: ['runbooks'], docs: ['.'] }

test.each([
  ['a runbook, within its folder', DOCS, 'runbooks/node/disk.md', 'node/disk/', false],
  ['a page of Middleman', DOCS, 'runbooks/node/disk.html.md', 'node/disk/', false],
  ['an index of Middleman', DOCS, 'runbooks/node/index.html.md', 'node/', false],
  ['the index of the runbooks', DOCS, 'runbooks/index.md', '', false],
  ['a document, from the root on', DOCS, 'docs/format.md', 'docs/format/', true],
  ['the page of a folder of documents', DOCS, 'docs/checks/README.md', 'docs/checks/', true],
  ['a file that is named: the site has an index', DOCS, 'README.md', 'readme/', true],
  ['a folder of a name that only begins so', DOCS, 'docs-old/x.md', 'docs-old/x/', false],
  ['runbooks among documents', NESTED, 'docs/runbooks/Disk Full.md', 'disk-full/', false],
  ['documents around runbooks', NESTED, 'docs/how/to.md', 'docs/how/to/', true],
  ['every other Markdown of a repository', ALL, 'src/notes.md', 'src/notes/', true],
  ['the runbooks in it', ALL, 'runbooks/a.md', 'a/', false],
  [
    'a folder of runbooks with a dot before it',
    { runbooks: ['./runbooks'], docs: [] },
    'runbooks/a.md',
    'a/',
    false,
  ],
  ['runbooks at the root', { runbooks: ['.'], docs: ['docs'] }, 'a.md', 'a/', false],
  ['documents below them', { runbooks: ['.'], docs: ['docs'] }, 'docs/a.md', 'docs/a/', true],
] as const)('%s', (_, folders, file, path, document) => {
  expect(pagePath(file, folders)).toBe(path)
  expect(isDocument(file, folders)).toBe(document)
})
