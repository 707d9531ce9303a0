/** A typical platform team's repository: PrometheusRule manifests beside others, a wiki export, a history. */
import { execFileSync } from 'node:child_process'
import { temporaryProject } from '../setup.ts'

const rule = (alert: string, more: string, wiki: string): string => `    - alert: ${alert}
${more.replace(/^(?=.)/gm, '      ')}      annotations:
        summary: "{{ $labels.instance }}: ${alert}"
        runbook_url: ${wiki}
`
const manifest = (name: string, rules: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  labels:
    prometheus: k8s
    role: alert-rules
  name: ${name}
  namespace: monitoring
spec:
  groups:
  - name: ${name}
    rules:
${rules}`

const WIKI = 'https://wiki.corp/display/OPS'
const ID = '0123456789abcdef0123456789abcdef'

const sections = `## Meaning

It happened.

## Impact

Orders wait.

## Diagnosis

Look at [the queue](Queue%20Lag_471100.md#impact) first.

## Mitigation

Restart it.
`

/** Files by path. */
export const PLATFORM: Readonly<Record<string, string>> = {
  '.gitignore': '*.log\n',
  'README.md': '# Platform\n',
  'docs/design.md': '# Design\n',
  'manifests/deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\n',
  'manifests/api-prometheusRule.yaml': manifest(
    'api',
    rule(
      'ApiDown',
      'expr: up{job="api"} == 0\nfor: 5m\nlabels:\n  severity: critical\n',
      `${WIKI}/Api+Down`,
    ) +
      rule(
        'ApiErrors',
        'expr: |\n  rate(http_errors_total{job="api"}[5m]) > 1\nfor: 10m\nlabels:\n  severity: warning\n',
        `${WIKI}/When+the+API+fails`,
      ) +
      // Findings of a first check: no `for`, and no severity.
      rule('ApiSlow', 'expr: api_latency_seconds > 1\n', `${WIKI}/ApiSlow`) +
      `    - record: job:http_errors:rate5m\n      expr: sum by (job) (rate(http_errors_total[5m]))\n`,
  ),
  'manifests/queue-prometheusRule.yaml': manifest(
    'queue',
    rule(
      'QueueLagHigh',
      'expr: queue_lag{job="queue"} > 1000\nfor: 15m\nlabels:\n  severity: warning\n',
      'https://wiki.corp/pages/viewpage.action?pageId=471100',
    ) +
      rule(
        'QueueDown',
        'expr: up{job="queue"} == 0\nfor: 5m\nlabels:\n  severity: critical\n',
        `${WIKI}/QueueDown`,
      ),
  ),
}

/** Exported wiki pages: Notion's number, Confluence's number, the authors' own titles, an image. */
export const WIKI_EXPORT: Readonly<Record<string, string>> = {
  [`Api Down ${ID}.md`]: `# API is down\n\n![the dashboard](img/dash.png)\n\n${sections}`,
  'When the API fails.md': `# When the API fails\n\n${sections}`,
  'Queue Lag_471100.md': `# Lag\n\nSee [the other](<Api Down ${ID}.md>).\n\n${sections}`,
  'Queue is gone.md': '# The queue is down\n\nNobody wrote more.\n',
  'On call.md': '# On call\n\nWho is [called](team/rota.md)?\n',
  'team/rota.md': '# Rota\n\nAda, then Grace.\n',
  'img/dash.png': 'not really a picture',
  'img/old.png': 'nobody shows it',
}

export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-C', folder, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

/** The repository, with two commits on `trunk` and a GitHub remote. */
export function platform(files: Readonly<Record<string, string>> = PLATFORM): string {
  const folder = temporaryProject(files)
  git(folder, 'init', '-q', '-b', 'trunk')
  git(folder, 'remote', 'add', 'origin', 'git@github.com:Corp/platform.git')
  git(folder, 'add', 'README.md')
  git(folder, 'commit', '-qm', 'begin')
  git(folder, 'add', '.')
  git(folder, 'commit', '-qm', 'rules')
  return folder
}
