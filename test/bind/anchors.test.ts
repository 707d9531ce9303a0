/** Anchors of links as other tools write them: the heading that they find. */
import { expect, test } from 'vitest'
import { compiled, found } from '../project.ts'

const PAGE = `# Disks

## Runtime variables & credentials

## Step 2: Résumé – of *it*

## Twice A

## TwiceA

## Über_uns {#about}
`

test.each<[written: string, found: string | undefined]>([
  ['#runtime-variables--credentials', 'runtime-variables--credentials'],
  // MkDocs, Obsidian, and by hand
  ['#runtime-variables-credentials', 'runtime-variables--credentials'],
  ['#Runtime%20variables%20&%20credentials', 'runtime-variables--credentials'],
  ['#Runtime-variables-&-credentials', 'runtime-variables--credentials'],
  ['##runtime-variables--credentials', 'runtime-variables--credentials'],
  ['#_step-2-résumé-of-it', 'step-2-résumé--of-it'],
  ['#about', 'about'],
  // what a browser looks for
  ['#about:~:text=us', 'about'],
  ['#:~:text=credentials', ''],
  // the top, as GitHub writes it
  ['#readme', ''],
  // neither the one nor the other
  ['#twice_a', undefined],
  ['#credentials', undefined],
  ['#--', undefined],
])('%s', (written, anchor) => {
  const made = compiled({ 'runbooks/disks.md': PAGE, 'runbooks/a.md': `# A\n\n[x](disks.md${written})\n` })
  const page = made.program.pages.find(({ runbook }) => runbook.source.path === 'runbooks/a.md')!
  expect(found(made, 'link-target').length).toBe(anchor === undefined ? 1 : 0)
  expect(page.links[0]).toMatchObject(
    anchor === undefined ? { missingAnchor: true } : { kind: 'page', anchor },
  )
})
