/** The result of an import: which page each alert goes to, and what happens to its file. */
import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { linkKeys } from '../../bind/written.ts'
import { compileParsed } from '../../compile-parsed.ts'
import { readProject } from '../../disk/read.ts'
import { metaText } from '../../emit/prometheus-rule.ts'
import type { BoundRule, Config, Page, Rule, Source } from '../../model.ts'
import { parse } from '../../parse/index.ts'
import { isRunbook, mayHoldRules } from '../../parse/kind.ts'
import { count } from '../../text/count.ts'
import { mostFrequent } from '../../text/group-by.ts'
import type { readableConfig } from '../configuration.ts'
import { schemaLine } from '../schema-line.ts'
import { fileNameOf } from '../skeleton.ts'
import { type Change, type Input, rulesOf } from './change.ts'
import { commentsOf } from './comments.ts'
import { commonMeta, configText, saysAll } from './config.ts'
import { addAlerts, baseOfLinks, insertBlock } from './edits.ts'
import { leftovers } from './leftovers.ts'
import { withoutEmptyRules } from './named-rules.ts'
import { freePath, groupNames, pagesHome, pathOf } from './names.ts'
import { blockText, type Imported, pageText } from './text.ts'
import { knownRules } from './twice.ts'

export type { Change, Input } from './change.ts'

export interface Plan {
  /** In order of execution: a rule is in its page before it leaves its file. */
  readonly changes: readonly Change[]
  readonly notes: readonly string[]
  readonly summary: string
  /** The project after all changes. */
  readonly after: { readonly config: Config; readonly sources: readonly Source[] }
}

export interface ImportOptions {
  readonly into: string | undefined
  readonly perGroup: boolean
  readonly keep: boolean
  /** Pages taken over by the same import: on disk, or as planned. */
  readonly pages: readonly Source[]
}

/** Days until the stubs of an import must be written. */
const DAYS = 90

export function planImport(
  root: string,
  { config: configured, source: configSource }: ReturnType<typeof readableConfig>,
  inputs: readonly Input[],
  wishes: ImportOptions,
): Plan {
  const notes: string[] = []
  const folder = pagesHome(wishes.into, configured)
  const read = readProject(root, { ...configured, runbooks: [...configured.runbooks, folder] })
  const url = configured.site.url || baseOfLinks(inputs.flatMap(rulesOf), read.sources, configured)
  const config: Config = { ...configured, site: { ...configured.site, url } }
  const keys = usedKeys(inputs.flatMap(rulesOf), config)
  const lacking = keys.filter((key) => !config.links.annotations.includes(key))
  // A key that every alert gets anyway is not written; a key that only some have stays with them.
  const annotations = configSource || keys.length === 0 ? config.links.annotations : keys
  if (configSource && lacking.length > 0 && !wishes.keep)
    notes.push(
      `the rules carry their link as ${lacking.map((key) => `\`${key}\``).join(', ')}: add it to \`links.annotations\` in alertbook.yml if every alert should`,
    )

  const news = new Set(wishes.pages.map(({ path }) => path))
  const project = [...read.sources.filter(({ path }) => !news.has(path)), ...wishes.pages].filter(
    ({ path }) => !inputs.some(({ source }) => source.path === path),
  )
  const projectParsed = project.map(parse)
  const parsed = [...projectParsed, ...inputs.map(({ file }) => file)]
  const sources = [...project, ...inputs.map(({ source }) => source)]
  const { program } = compileParsed(parsed, sources, config, { checks: [] })
  const bound = new Map(program.rules.map((rule) => [rule.rule, rule]))
  const known = knownRules(program, new Set(project.map(({ path }) => path)), config)

  const taken = new Set(project.map(({ path }) => path.toLowerCase()))
  const nameOf = groupNames(notes)
  const changes = new Map<string, Change>()
  /** Rules that are in a page afterwards: those moved there, and those already there. */
  const placed = new Set<Rule>()
  const named = new Set<Rule>()
  const existing = new Map<Page, Imported[]>()
  const fresh = new Map<string, { title: string; path: string; alerts: Imported[] }>()
  let moved = 0
  let there = 0
  for (const input of inputs) {
    const { source, file, name } = input
    const wanted: { imported: Imported; page: Page | undefined; key: string; title: string }[] = []
    for (const [index, group] of file.groups.entries()) {
      const groupName = nameOf(group, name)
      for (const rule of group.rules) {
        const alert = rule.alert?.value.value
        if (alert === undefined || alert === '') continue
        const page = program.pageAt(bound.get(rule)?.page)
        if (
          page &&
          isBound(page, bound.get(rule)!) &&
          !(news.has(page.runbook.source.path) && !wishes.keep)
        ) {
          named.add(rule)
          continue
        }
        const match = known.match(rule)
        if (match) {
          there++
          if (match.isSame) placed.add(rule)
          else
            notes.push(
              `\`${alert}\` of ${source.path} is already in ${match.file}, with differences: it was not imported`,
            )
          continue
        }
        placed.add(rule)
        moved++
        const title = wishes.perGroup ? groupName : alert
        const key = JSON.stringify([source.path, wishes.perGroup ? index : alert])
        const earlier = page ? [] : earlierLinks(bound.get(rule))
        const without = new Set(wishes.keep || earlier.length > 0 ? [] : annotations)
        wanted.push({
          imported: { source, rule, group, groupName, without, earlier, comments: [] },
          page,
          key,
          title,
        })
      }
    }
    const comments = commentsOf(
      source.text,
      file,
      placed,
      rulesOf(input).every((rule) => placed.has(rule)),
    )
    for (const { imported: bare, page, key, title } of wanted) {
      const imported = { ...bare, comments: comments.get(bare.rule) ?? [] }
      if (page) {
        existing.set(page, [...(existing.get(page) ?? []), imported])
        continue
      }
      const before = fresh.get(key)
      if (before) before.alerts.push(imported)
      else
        fresh.set(key, {
          title,
          path: freePath(root, posix.join(folder, pathOf(name), fileNameOf(title)), taken),
          alerts: [imported],
        })
    }
  }
  const until = new Date(Date.now() + DAYS * 86_400_000).toISOString().slice(0, 10)
  for (const { title, path, alerts } of fresh.values()) {
    const text = pageText({ title, alerts, keep: wishes.keep, until })
    changes.set(path, { kind: 'written', path, text })
  }
  for (const [{ runbook }, alerts] of existing) {
    const old = project.find(({ path }) => path === runbook.source.path)!
    const names = [...new Set(alerts.map(({ rule }) => rule.alert!.value.value))]
    const text = wishes.keep
      ? addAlerts(old.text, runbook, names)
      : insertBlock(old.text, runbook, blockText(alerts, runbook.frontmatter.group?.value))
    changes.set(old.path, { kind: 'changed', path: old.path, text, old })
  }
  const manifests = commonMeta(inputs.map(({ file }) => file))
  if (manifests && manifests.lost.length > 0)
    notes.push(
      `the manifests differ in ${manifests.lost.join(', ')}: \`output.prometheusrule\` writes one object`,
    )
  if (manifests && configSource && !saysAll(config.output.prometheusrule, manifests.meta))
    notes.push(
      `the rules came from PrometheusRule manifests: to write one as well, add to alertbook.yml\noutput:\n  prometheusrule:\n${metaText(manifests.meta, 4)}`,
    )
  if (inputs.length > 0 && !configSource && !existsSync(join(root, 'alertbook.yml'))) {
    const text = schemaLine(root) + configText(config, folder, annotations, manifests?.meta)
    changes.set('alertbook.yml', { kind: 'written', path: 'alertbook.yml', text })
  }
  const rest = leftovers({ inputs, placed, named, config, keep: wishes.keep, nameOf, known, read: project })
  for (const change of rest.changes) changes.set(change.path, change)
  if (configSource) {
    const removed = rest.changes
      .filter((change) => change.kind === 'removed' || !mayHoldRules(change))
      .map(({ path }) => path)
    const stay = [...sources.map(({ path }) => path), ...rest.changes.map(({ path }) => path)].filter(
      (path) => !removed.includes(path) && !isRunbook(path),
    )
    const text = withoutEmptyRules(configSource, removed, stay)
    if (text !== configSource.text)
      changes.set(configSource.path, { kind: 'changed', path: configSource.path, text, old: configSource })
  }
  const into = [...existing.values()].reduce((sum, alerts) => sum + alerts.length, 0)
  return {
    changes: [...changes.values()],
    notes: [...notes, ...rest.notes],
    summary: inputs.length === 0 ? '' : summaryOf(moved - into, fresh.size, into, existing.size, there),
    after: {
      config: { ...config, links: { ...config.links, annotations } },
      sources: sourcesAfter(read.sources, changes),
    },
  }
}

/** The sources after the changes; files that are not sources do no harm. */
function sourcesAfter(sources: readonly Source[], changes: ReadonlyMap<string, Change>): Source[] {
  const texts = new Map(sources.map((source) => [source.path, source]))
  for (const change of changes.values()) {
    if (change.kind === 'removed') texts.delete(change.path)
    else if (change.path !== 'alertbook.yml') texts.set(change.path, { path: change.path, text: change.text })
  }
  return [...texts.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function summaryOf(added: number, pages: number, into: number, old: number, there: number): string {
  const parts = [
    ...(added > 0 ? [`${added} in ${count(pages, 'new runbook')}`] : []),
    ...(into > 0 ? [`${into} in ${count(old, 'existing runbook')}`] : []),
    ...(there > 0 ? [`${there} already in the project`] : []),
  ]
  return `${count(added + into + there, 'alert')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`
}

/** The link target of an alert that no page of the project explains. */
const earlierLinks = (rule: BoundRule | undefined): string[] =>
  (rule?.written ?? [])
    .filter(({ kind }) => ['elsewhere', 'template', 'invalid', 'file'].includes(kind))
    .map(({ field }) => field.value.value.trim())

/** Whether the page already names the alert, by shortcode or in its frontmatter. */
function isBound({ runbook, refs }: Page, rule: BoundRule): boolean {
  return (
    refs.some(({ rules }) => rules.includes(rule)) ||
    runbook.frontmatter.alerts.some(({ value }) => value === rule.name)
  )
}

/** The link keys that the rules use, most frequent first. */
function usedKeys(rules: readonly Rule[], config: Config): string[] {
  const known = linkKeys(config)
  const keys = rules.flatMap(({ annotations }) => annotations.map(({ key }) => key.value))
  return mostFrequent(keys.filter((key) => known.has(key))).map(([key]) => key)
}
