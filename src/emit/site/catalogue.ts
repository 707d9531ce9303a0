/** Entries for the search: one for each alert name on a page, and one for each page without alerts. */

import type { BoundRule, Page } from '../../model.ts'
import { actionsIn, labelChoice } from '../../text/actions.ts'
import { encodePath } from '../../text/address.ts'
import { dueDate } from '../../text/due.ts'
import { counted, groupBy } from '../../text/group-by.ts'
import { lazy, once } from '../../text/once.ts'
import { replaced } from '../../text/source.ts'
import type { Context } from './context.ts'
import { isDocument } from './documents.ts'
import { addressOf } from './links.ts'
import { distinct, rank, severityOf } from './rule.ts'

/** Words that people use interchangeably in searches. */
export const SYNONYMS: readonly (readonly string[])[] = [
  ['disk', 'filesystem', 'volume', 'storage'],
  ['disk', 'drive', 'device', 'smart', 'ssd', 'nvme', 'hdd'],
  ['temperature', 'temp', 'hot', 'heat', 'thermal', 'overheat'],
  ['full', 'filling', 'fill', 'space', 'capacity'],
  ['oom', 'memory', 'mem', 'ram', 'swap', 'out of memory'],
  ['pvc', 'pv', 'persistentvolume', 'persistentvolumeclaim', 'persistent volume', 'persistent volume claim'],
  ['cronjob', 'cron job'],
  ['cert', 'certificate', 'tls', 'ssl', 'x509', 'ca'],
  ['cpu', 'processor', 'load'],
  [
    'down',
    'unreachable',
    'offline',
    'dead',
    'missing',
    'absent',
    'gone',
    'cannot reach',
    'not reachable',
    'not respond',
    'not answer',
    'no answer',
  ],
  // What does not answer has failed somebody's probe.
  ['down', 'failed', 'failing'],
  ['slow', 'latency', 'duration', 'behind', 'lag', 'too long', 'not completed'],
  ['error', 'failure', 'failed', 'fails', 'bad', 'broken', 'degraded'],
  ['unsent', 'not sent', 'not sending', 'failed send', 'error sending', 'notification failing'],
  ['restart', 'crash', 'crashloop', 'crashlooping', 'flapping'],
  ['k8s', 'kubernetes', 'kube'],
  ['db', 'database'],
  ['host', 'node', 'server', 'machine', 'instance'],
  ['net', 'network', 'nic', 'interface'],
  ['clock', 'time', 'ntp', 'skew'],
  ['inode', 'files', 'inodes'],
  ['replication', 'replica'],
  ['pending', 'waiting', 'not ready', 'not healthy'],
  ['probe', 'blackbox', 'website', 'url', 'endpoint'],
  ['stuck', 'mismatch', 'hanging', 'blocked', 'progressing'],
  ['prom', 'prometheus'],
  ['pg', 'postgres', 'postgresql'],
  ['es', 'elastic', 'elasticsearch'],
]

/** Most entries in one file; each is some 270 bytes. */
const PART = 800

/**
 * The catalogue as JSON, in files of which none grows with the book: `search.json` has the first entries, and names the
 * others. Columns are explained in `site/client/query.ts`.
 */
export function catalogueFiles(context: Context): { readonly path: string; readonly make: () => string }[] {
  const { pages } = context.program
  const parts = packed([...pages.filter((page) => !isDocument(page)), ...pages.filter(isDocument)])
  const book = lazy(() => bookOf(context))
  const rest = parts.slice(1).map((_, at) => `search-${at + 2}.json`)
  return parts.map((pages, at) => ({
    path: at === 0 ? 'search.json' : rest[at - 1]!,
    make: () => {
      const { lists, common, entries } = book()
      const documents = pages.filter(isDocument).flatMap((page) => entries(page)).length
      const columns = {
        ...columnsOf(
          pages.flatMap((page) => entries(page)),
          lists,
          common,
        ),
        ...(documents > 0 && { documents }),
      }
      const { synonyms } = context.config.site
      return JSON.stringify(
        at === 0 ? { ...columns, lists, synonyms: [...SYNONYMS, ...synonyms], rest } : columns,
      )
    },
  }))
}

/** Pages in order, cut so that no part has many more entries than `PART`. */
function packed(pages: readonly Page[]): Page[][] {
  const parts: Page[][] = [[]]
  let size = 0
  for (const page of pages) {
    const entries = Math.max(1, page.rules.length)
    if (size > 0 && size + entries > PART) {
      parts.push([])
      size = 0
    }
    parts.at(-1)!.push(page)
    size += entries
  }
  return parts
}

type Lists = Readonly<Record<'severity' | 'group' | 'owner', readonly string[]>>

/** What all parts have in common. */
function bookOf({ program }: Context): {
  readonly lists: Lists
  readonly common: ReadonlySet<string>
  entries(page: Page): readonly Entry[]
} {
  const entries = once(entriesOf)
  const all = program.pages.flatMap(entries)
  const lists = {
    severity: distinct(all.map((entry) => entry.severity)),
    group: distinct(all.map((entry) => entry.group)),
    owner: distinct(all.map((entry) => entry.owner)),
  }
  const runbooks = program.pages.filter((page) => !isDocument(page)).flatMap(entries)
  return { lists, common: commonWords(runbooks.map((entry) => entry.words)), entries }
}

function columnsOf(entries: readonly Entry[], lists: Lists, common: ReadonlySet<string>): object {
  return {
    name: entries.map((entry) => entry.name),
    href: entries.map((entry) => entry.href),
    severity: entries.map(({ severity }) => lists.severity.indexOf(severity)),
    group: entries.map(({ group }) => lists.group.indexOf(group)),
    owner: entries.map(({ owner }) => lists.owner.indexOf(owner)),
    title: entries.map((entry) => entry.title),
    text: entries.map((entry) => entry.text),
    words: entries.map((entry) => entry.words.filter((word) => !common.has(word)).join(' ')),
    due: entries.map((entry) => entry.due),
  }
}

interface Entry {
  readonly name: string
  readonly href: string
  readonly severity: string
  readonly group: string
  readonly owner: string
  readonly title: string
  readonly text: string
  readonly words: readonly string[]
  readonly due: string
}

const TEXT = 140
const METRICS = 8

function entriesOf(page: Page): Entry[] {
  const { frontmatter, headings, summary } = page.runbook
  const about = summary || frontmatter.description?.value || ''
  const entry = (name: string, href: string, rules: readonly BoundRule[] = []): Entry => ({
    name,
    href,
    severity: rules.map(severityOf).sort((a, b) => rank(a) - rank(b))[0] ?? '',
    group: rules[0]?.group ?? '',
    owner: frontmatter.owner?.value ?? '',
    title: name === page.title ? '' : page.title,
    text: cut(rules.map(summaryText).find(Boolean) || about, TEXT),
    words: [
      ...new Set(rules.flatMap((rule) => rule.metrics().slice(0, METRICS))),
      ...[...frontmatter.keywords, ...frontmatter.tags, ...frontmatter.services].map(({ value }) => value),
      ...headings.map(({ text }) => text).filter((text) => text !== page.title && text !== name),
    ],
    due: dueDate(frontmatter.reviewed?.value ?? '', frontmatter.reviewEvery?.value ?? ''),
  })
  const alerts = groupBy(
    page.rules.filter((rule) => rule.kind === 'alert' && rule.page === page.path),
    ({ name }) => name,
  )
  if (alerts.size === 0) return [entry(page.title, encodePath(page.path))]
  return [...alerts].map(([name, rules]) => entry(name, addressOf(rules[0]!), rules))
}

/** What the alert itself says: labels by their names, as on its page, other templates cut to an ellipsis. */
function summaryText({ annotations }: BoundRule): string {
  const text = annotations.find(({ key }) => key === 'summary')?.value ?? ''
  return replaced(text, actionsIn(text), (_, action) => {
    const label = labelChoice(action)?.labels[0]
    return label === undefined ? '…' : `<${label}>`
  }).trim()
}

/** The first characters of a text, up to a whole word. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const short = text.slice(0, length)
  return `${short.slice(0, Math.max(short.lastIndexOf(' '), length / 2))}…`
}

/** Words in at least a fifth of all entries (`Meaning`, `Impact`), which distinguish none. */
function commonWords(lists: readonly (readonly string[])[]): Set<string> {
  const counts = [...counted(lists.flatMap((list) => [...new Set(list)]))]
  return new Set(counts.filter(([, count]) => count > 10 && count > lists.length / 5).map(([word]) => word))
}
