/** What an import writes: which page each alert goes to, and what becomes of the files it came from. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { linkKeys } from '../../bind/written.ts'
import { compileParsed } from '../../compile-parsed.ts'
import { readProject } from '../../disk/read.ts'
import type { BoundRule, Config, Page, Rule, RuleFile, RuleGroup, Source } from '../../model.ts'
import { parse } from '../../parse/index.ts'
import type { loadConfig } from '../project.ts'
import { fileNameOf } from '../skeleton.ts'
import { addAlerts, baseOfLinks, insertBlock, withoutAlerts } from './edits.ts'
import { blockText, groupsText, type Imported, pageText } from './text.ts'

/** A rule file to import; `name` is its path within what was named, without ending. */
export interface Input {
  readonly source: Source
  readonly file: RuleFile
  readonly name: string
}

export type Change =
  | { readonly kind: 'written'; readonly path: string; readonly text: string }
  | { readonly kind: 'changed'; readonly path: string; readonly text: string; readonly old: Source }
  | { readonly kind: 'removed'; readonly path: string }

export interface Plan {
  readonly changes: readonly Change[]
  readonly notes: readonly string[]
  readonly summary: string
}

export interface Wishes {
  readonly into: string | undefined
  readonly perGroup: boolean
  readonly keep: boolean
}

/** Days until the stubs of an import must be written. */
const DAYS = 90

export function planImport(
  root: string,
  { config: configured, source: configSource }: ReturnType<typeof loadConfig>,
  inputs: readonly Input[],
  wishes: Wishes,
): Plan {
  const rulesOf = (input: Input): Rule[] => input.file.groups.flatMap(({ rules }) => rules)
  const notes: string[] = []
  const read = readProject(root, configured)
  const url = configured.site.url || baseOfLinks(inputs.flatMap(rulesOf), read.sources, configured)
  const config: Config = { ...configured, site: { ...configured.site, url } }
  const keys = usedKeys(inputs.flatMap(rulesOf), config)
  const lacking = keys.filter((key) => !config.links.annotations.includes(key))
  // A key that every alert gets anyway need not be written; one that only some have stays with them.
  const annotations = configSource || keys.length === 0 ? config.links.annotations : keys
  const without = wishes.keep ? new Set<string>() : new Set(annotations)
  if (configSource && lacking.length > 0 && !wishes.keep)
    notes.push(
      `the rules carry their link as ${lacking.map((key) => `\`${key}\``).join(', ')}: name it under \`links.annotations\` in alertbook.yml if every alert should`,
    )

  const project = read.sources.filter(({ path }) => !inputs.some(({ source }) => source.path === path))
  const parsed = [...project.map(parse), ...inputs.map(({ file }) => file)]
  const sources = [...project, ...inputs.map(({ source }) => source)]
  const { program } = compileParsed(parsed, sources, config, { checks: [] })
  const bound = new Map(program.rules.map((rule) => [rule.rule, rule]))
  const pages = new Map(program.pages.map((page) => [page.path, page]))

  const folder = (wishes.into ?? config.runbooks[0] ?? 'runbooks').replace(/^\.\//, '').replace(/\/+$/, '')
  const taken = new Set(project.map(({ path }) => path.toLowerCase()))
  const renamedNotes: string[] = []
  const nameOf = groupNames(renamedNotes)
  const changes = new Map<string, Change>()
  const moved = new Set<Rule>()
  const existing = new Map<Page, Imported[]>()
  const fresh = new Map<string, { title: string; path: string; alerts: Imported[] }>()
  for (const { source, file, name } of inputs) {
    for (const [index, group] of file.groups.entries()) {
      const groupName = nameOf(group, name)
      for (const rule of group.rules) {
        const alert = rule.alert?.value.value
        if (alert === undefined || alert === '') continue
        const page = pages.get(bound.get(rule)?.page ?? '\0')
        const imported = { source, rule, group, groupName }
        if (page && isBound(page, bound.get(rule)!)) continue
        moved.add(rule)
        if (page) {
          existing.set(page, [...(existing.get(page) ?? []), imported])
          continue
        }
        const title = wishes.perGroup ? groupName : alert
        const key = JSON.stringify([source.path, wishes.perGroup ? index : alert])
        const known = fresh.get(key)
        if (known) known.alerts.push(imported)
        else
          fresh.set(key, {
            title,
            path: freePath(`${folder}/${pathOf(name)}/${fileNameOf(title)}`, taken),
            alerts: [imported],
          })
      }
    }
  }
  notes.push(...renamedNotes)
  const until = new Date(Date.now() + DAYS * 86_400_000).toISOString().slice(0, 10)
  for (const { title, path, alerts } of fresh.values()) {
    changes.set(path, {
      kind: 'written',
      path,
      text: pageText({ title, alerts, keep: wishes.keep, without, until }),
    })
  }
  for (const [{ runbook }, alerts] of existing) {
    const old = project.find(({ path }) => path === runbook.source.path)!
    const names = [...new Set(alerts.map(({ rule }) => rule.alert!.value.value))]
    const text = wishes.keep
      ? addAlerts(old.text, runbook, names)
      : insertBlock(old.text, runbook, blockText(alerts, without, runbook.frontmatter.group?.value))
    changes.set(old.path, { kind: 'changed', path: old.path, text, old })
  }
  for (const change of leftovers(inputs, moved, config, wishes, nameOf)) changes.set(change.path, change)
  if (!configSource && !existsSync(join(root, 'alertbook.yml')))
    changes.set('alertbook.yml', {
      kind: 'written',
      path: 'alertbook.yml',
      text: configText(config, folder, annotations),
    })
  const into = [...existing.values()].reduce((sum, alerts) => sum + alerts.length, 0)
  const summary = `${moved.size} alerts: ${moved.size - into} in ${fresh.size} new runbooks, ${into} in ${existing.size} that were there.`
  return { changes: [...changes.values()], notes, summary }
}

/** Whether the page names the alert already: by shortcode or in its frontmatter. */
function isBound({ runbook, refs }: Page, rule: BoundRule): boolean {
  return (
    refs.some(({ rules }) => rules.includes(rule)) ||
    runbook.frontmatter.alerts.some(({ value }) => value === rule.name)
  )
}

/** The link keys the rules use, the most used first. */
function usedKeys(rules: readonly Rule[], config: Config): string[] {
  const known = linkKeys(config)
  const counts = new Map<string, number>()
  for (const { key } of rules.flatMap(({ annotations }) => annotations)) {
    if (known.has(key.value)) counts.set(key.value, (counts.get(key.value) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([key]) => key)
}

const pathOf = (name: string): string =>
  name
    .split('/')
    .filter((part) => part !== '' && part !== '..' && part !== '.')
    .map(fileNameOf)
    .join('/')

function freePath(base: string, taken: Set<string>): string {
  let path = `${base}.md`
  for (let n = 2; taken.has(path.toLowerCase()); n++) path = `${base}-${n}.md`
  taken.add(path.toLowerCase())
  return path
}

/**
 * Names of groups, asked for in order. Groups of one name become one group; where their settings differ, the
 * later one gets a name of its own, because its rules would be evaluated differently.
 */
function groupNames(notes: string[]): (group: RuleGroup, file: string) => string {
  const settings = new Map<string, string>()
  const known = new Map<RuleGroup, string>()
  return (group, file) => {
    const given = known.get(group)
    if (given !== undefined) return given
    const written = group.name?.value.value ?? file
    const own = JSON.stringify(
      [group.interval, group.queryOffset, group.limit].map((field) => field?.value.value),
    )
    let name = written
    for (let n = 1; (settings.get(name) ?? own) !== own; n++)
      name = `${written} (${file}${n > 1 ? ` ${n}` : ''})`
    if (name !== written)
      notes.push(`group \`${written}\` of ${file} has settings of its own: it is now \`${name}\``)
    settings.set(name, own)
    known.set(group, name)
    return name
  }
}

/** What stays in rule files: recording rules, and alerts whose page already names them. */
function leftovers(
  inputs: readonly Input[],
  moved: ReadonlySet<Rule>,
  config: Config,
  { keep }: Wishes,
  nameOf: (group: RuleGroup, file: string) => string,
): Change[] {
  const folder = (config.rules[0] ?? 'rules').replace(/\/+$/, '')
  return inputs.flatMap(({ source, file, name }): Change[] => {
    const inside = config.rules.some(
      (root) => source.path === root || source.path.startsWith(`${root.replace(/\/+$/, '')}/`),
    )
    const stay = keep
      ? file.groups.flatMap(({ rules }) => rules)
      : file.groups.flatMap(({ rules }) => rules).filter((rule) => !moved.has(rule))
    if (inside) {
      const none = !file.groups.some(({ rules }) => rules.some((rule) => moved.has(rule)))
      if (keep || none) return []
      if (stay.length === 0) return [{ kind: 'removed', path: source.path }]
      const text = withoutAlerts(source.text, file, moved)
      return text === source.text ? [] : [{ kind: 'changed', path: source.path, text, old: source }]
    }
    if (stay.length === 0) return []
    const path = `${folder}/${pathOf(name)}.yml`
    if (keep) return [{ kind: 'written', path, text: source.text }]
    const groups = file.groups
      .map((group) => ({
        group,
        name: nameOf(group, name),
        rules: group.rules.filter((rule) => !moved.has(rule)),
      }))
      .filter(({ rules }) => rules.length > 0)
    return [{ kind: 'written', path, text: groupsText(groups, new Set()) }]
  })
}

function configText({ site, rules }: Config, folder: string, annotations: readonly string[]): string {
  const url =
    site.url === ''
      ? '  # Where the site is published: runbook links in alerts begin with it.\n  # url: https://example.github.io/runbooks/\n'
      : `  url: ${site.url}\n`
  const folders = [
    ...(folder === 'runbooks' ? [] : [`runbooks: ${folder}\n`]),
    ...(rules.join() === 'rules' ? [] : [`rules: ${rules[0]}\n`]),
  ]
  return `# Every key is optional; \`alertbook schema\` lists them.
${folders.join('')}site:
  title: Runbooks
${url}links:
  annotations: [${annotations.join(', ')}]
`
}
