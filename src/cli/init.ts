/** `alertbook init`: a project that builds at once. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { replaceFile } from '../disk/write.ts'
import { type Command, UserError } from './command.ts'
import { withTest } from './prove/skeleton-test.ts'
import { skeleton } from './skeleton.ts'
import { VERSION } from './start/version.ts'

const CONFIG = `# Every key is optional; \`alertbook schema\` lists them.
site:
  title: Runbooks
  # Where the site is published: runbook links in alerts begin with it.
  url: https://example.github.io/runbooks/
links:
  # The annotations that carry the link: [runbook], [runbook_url] or both.
  annotations: [runbook]
prometheus:
  # The oldest Prometheus that must load the rules.
  version: "3.0"
`

const EXAMPLE = {
  alert: 'InstanceDown',
  expr: 'up == 0',
  summary: '{{ $labels.job }} on {{ $labels.instance }} does not answer scrapes',
  meaning:
    'Prometheus could not scrape this target for five minutes: it is down, unreachable, or too slow to answer.',
  impact: 'There are no new metrics of this target, so none of its other alerts can fire.',
  diagnosis: `1. Does it answer at all?

   \`\`\`bash
   curl -sS -m 5 http://{{ $labels.instance }}/metrics | head
   \`\`\`

2. Since when?

   \`\`\`promql
   up{instance="{{ $labels.instance }}"}
   \`\`\``,
  mitigation:
    '1. Start the process again, or take the target out of the scrape configuration if it is gone for good.',
}

const WORKFLOW = `name: Runbooks
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
  pages: write
  id-token: write
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npx --yes alertbook@${VERSION.includes('source') ? 'latest' : VERSION} build --format github
      - uses: actions/upload-pages-artifact@v3
        with:
          path: dist/site
  publish:
    if: github.ref == 'refs/heads/main'
    needs: build
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4
`

export const init: Command = {
  name: 'init',
  summary: 'Start a project in a folder',
  usage: '[DIR]',
  help: `Writes alertbook.yml, a first runbook, a workflow that publishes the site to GitHub Pages and a .gitignore.
Files that exist are left as they are.`,
  options: { force: { type: 'boolean' } },
  optionHelp: { force: 'Start although the folder already has an alertbook.yml' },
  async run({ values, positionals }, io) {
    const root = resolve(io.cwd, positionals[0] ?? '.')
    if (existsSync(join(root, 'alertbook.yml')) && values.force !== true) {
      throw new UserError(
        `\`${positionals[0] ?? '.'}\` already has an alertbook.yml`,
        'edit it, or add `--force` to write the files that are missing',
      )
    }
    const files = {
      'alertbook.yml': CONFIG,
      'runbooks/instance-down.md': withTest(skeleton(EXAMPLE), EXAMPLE.alert, EXAMPLE.expr),
      '.github/workflows/runbooks.yml': WORKFLOW,
      '.gitignore': 'dist/\nnode_modules/\n',
    }
    for (const [path, text] of Object.entries(files)) {
      const target = join(root, path)
      const exists = existsSync(target)
      if (!exists) {
        mkdirSync(dirname(target), { recursive: true })
        replaceFile(target, text)
      }
      io.out(`  ${exists ? 'kept   ' : 'written'} ${path}\n`)
    }
    io.out('Next: set `site.url` in alertbook.yml, then run `alertbook build`.\n')
    return 0
  },
}
