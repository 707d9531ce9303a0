/**
 * The pages for all three generators: the runbooks of the Prometheus operator, and for us the alerts they explain.
 * Fetched at fixed commits, or taken from the folders in `SITE_RUNBOOKS` and `SITE_RULES`.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesOf } from '../corpus.ts'

const RUNBOOKS = {
  repo: 'https://github.com/prometheus-operator/runbooks',
  commit: 'a685d14',
  folder: 'content',
}
const RULES = {
  repo: 'https://github.com/prometheus-operator/kube-prometheus',
  commit: '4d719f1d',
  folder: 'manifests',
}

export interface Pages {
  /** Folder with the Markdown. */
  readonly runbooks: string
  /** Folder with `*-prometheusRule.yaml`. */
  readonly rules: string
}

/** In: a folder for clones. Throws if no folder is named and cloning fails. */
export function fetchPages(folder: string): Pages {
  const take = (named: string | undefined, { repo, commit, folder: part }: typeof RUNBOOKS): string => {
    if (named) return named
    const clone = join(folder, repo.split('/').at(-1)!)
    if (!existsSync(clone)) {
      run('git', ['clone', '--quiet', '--filter=blob:none', repo, clone])
      run('git', ['-C', clone, 'checkout', '--quiet', commit])
    }
    return join(clone, part)
  }
  return {
    runbooks: take(process.env.SITE_RUNBOOKS, RUNBOOKS),
    rules: take(process.env.SITE_RULES, RULES),
  }
}

/** Our project with the pages: unchanged but for one Hugo parameter, and with the rules that they explain. */
export function prepareOurs(project: string, { runbooks, rules }: Pages): void {
  mkdirSync(join(project, 'rules'), { recursive: true })
  cpSync(runbooks, join(project, 'content'), { recursive: true })
  for (const file of filesOf(rules, /-prometheusRule\.ya?ml$/))
    cpSync(join(rules, file), join(project, 'rules', file))
  writeFileSync(
    join(project, 'alertbook.yml'),
    `runbooks: content
rules: rules
site:
  title: Runbooks
  url: https://runbooks.corp/
params:
  BookRepo: https://github.com/prometheus-operator/runbooks
actions:
  prometheus: https://prometheus.corp
  alertmanager: https://alertmanager.corp
`,
  )
}

/**
 * The same Markdown for generators without Hugo's shortcodes: these become plain links and values, every page gets a
 * title, and `<…>` other than HTML is escaped outside code.
 */
export function prepareOthers(target: string, { runbooks }: Pages): string[] {
  const files = filesOf(runbooks, /\.md$/)
  return files.map((file) => {
    const path = file.replace(/_index\.md$/, 'index.md')
    const text = withTitle(withoutShortcodes(readFileSync(join(runbooks, file), 'utf8')), file)
    mkdirSync(join(target, path, '..'), { recursive: true })
    writeFileSync(join(target, path), text)
    return path
  })
}

function withoutShortcodes(text: string): string {
  const plain = text
    .replace(/\{\{<\s*(?:rel)?ref\s+"([^"]*)"\s*>\}\}/g, '$1')
    .replace(/\{\{<\s*param\s+\w+\s*>\}\}/g, 'https://github.com/prometheus-operator/runbooks')
  return plain
    .split(/(```[\s\S]*?```|`[^`\n]*`)/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part.replace(/<(?!\/?(?:details|summary|br|img|a)\b|https?:|!--)(?=[A-Za-z/])/g, '&lt;'),
    )
    .join('')
}

function withTitle(text: string, file: string): string {
  const [, head = '', body = text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  const heading = /^# (.*)$/m.exec(body)?.[1]
  const title = heading ?? file.replace(/(?:\/?_index)?\.md$/, '').replace(/^.*\//, '')
  const rest = head.split('\n').filter((line) => !/^(?:title|type|weight|description)\s*:/.test(line))
  return ['---', `title: ${JSON.stringify(title || 'Runbooks')}`, ...rest.filter(Boolean), '---', body].join(
    '\n',
  )
}

/** Runs a program until it exits; throws its output if it fails. */
export function run(program: string, args: readonly string[], cwd?: string): void {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1', CI: '1', ASTRO_TELEMETRY_DISABLED: '1' },
  })
  if (error) throw error
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: exit code ${status}\n${(stdout + stderr).slice(-4000)}`)
}
