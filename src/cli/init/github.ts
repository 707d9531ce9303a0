/** The workflow that `init` writes: GitHub Actions that build the book, store the rules and publish the site. */
import { readSource } from '../../disk/read-source.ts'
import { single } from '../../yaml/edit.ts'
import { isThere } from '../root.ts'
import { type Place, programOf } from './home.ts'
import type { Manager } from './manager.ts'

/** Actions pinned to the commit of a release, as usual in public workflows: a tag can move, a commit cannot. */
export const ACTIONS = {
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  node: 'actions/setup-node@249970729cb0ef3589644e2896645e5dc5ba9c38 # v6.5.0',
  keep: 'actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
  site: 'actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0',
  bun: 'oven-sh/setup-bun@0c5077e51419868618aeaa5fe8019c62421857d6 # v2.2.0',
  deploy: 'actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0',
} as const

/** Its path from the top of a repository. */
export const WORKFLOW = '.github/workflows/runbooks.yml'

/** Whether the workflow that is there already publishes the site of another project of the repository. */
export function isPublished(top: string, folder: string): boolean {
  const read = isThere(top, WORKFLOW) ? readSource(top, WORKFLOW) : undefined
  if (!read || !('text' in read)) return false
  const [, named = ''] = /^ +working-directory: *'?(.*?)'?$/m.exec(read.text) ?? []
  return named !== folder
}

/** The workflow of a project; without `pages` nobody publishes the site. */
export function workflow(place: Place, manager: Manager, pages: boolean): string {
  const { folder, home } = place
  const at = folder === '' ? '' : `${folder}/`
  const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : single(path))
  const defaults = folder === '' ? '' : `\ndefaults:\n  run:\n    working-directory: ${quoted(folder)}\n`
  const { name, lock, setup, install } = manager
  // The action finds the caches of other managers only where they are installed before Node.
  const path = home === '' ? '' : `\n          cache-dependency-path: ${quoted(lock)}`
  const cache = name === 'npm' ? `\n          cache: npm${path}` : ''
  const steps =
    name === 'bun' ? `      - uses: ${ACTIONS.bun}\n` : setup.map((line) => `      - run: ${line}\n`).join('')
  return `# Builds the runbooks${pages ? ',' : ''} ${pages ? 'keeps the rule files as an artifact, and publishes the site to GitHub Pages' : 'and keeps the rule files as an artifact'}.
# It installs Alertbook from the project's own ${lock.slice(lock.lastIndexOf('/') + 1)}.
name: ${pages ? 'Runbooks' : quoted(`Runbooks of ${folder}`)}
on:
  push:
  pull_request:
  workflow_dispatch:
permissions:
  contents: read
# One run for each branch; a deployment that has begun is finished.
concurrency:
  group: ${pages ? 'runbooks' : `\${{ github.workflow }}`}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
${defaults}jobs:
  build:
    # The default branch, and what is proposed for it.
    if: github.event_name != 'push' || github.ref_name == github.event.repository.default_branch
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: ${ACTIONS.checkout}
        with:
          # Pages say when they were changed.
          fetch-depth: 0
          persist-credentials: false
      - uses: ${ACTIONS.node}
        with:
          node-version: 22${cache}
${steps}      - run: ${install}
      - run: ${programOf(place)} build --format github
      - uses: ${ACTIONS.keep}
        with:
          name: rules
          path: |
            ${at}dist/rules.yml
            ${at}dist/rules/
            ${at}dist/prometheusrule.yml
          if-no-files-found: error
${pages ? publishing(quoted(`${at}dist/site`)) : ''}`.replace('\ndefaults:', 'defaults:')
}

/** Hands the site to GitHub Pages, and a job that publishes it. */
const publishing = (site: string): string =>
  `      - if: github.ref_name == github.event.repository.default_branch && github.event_name != 'pull_request'
        uses: ${ACTIONS.site}
        with:
          path: ${site}
  publish:
    if: github.ref_name == github.event.repository.default_branch && github.event_name != 'pull_request'
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: ${ACTIONS.deploy}
`
