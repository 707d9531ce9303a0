/** Entries for the search: one for each alert name on a page, and one for each page without alerts. */
import type { BoundRule, Page } from '../../model.ts'
import { actionsIn } from '../../text/actions.ts'
import { encodePath } from '../../text/address.ts'
import { dueDate } from '../../text/due.ts'
import { groupBy } from '../../text/group-by.ts'
import type { Context } from './context.ts'
import { addressOf } from './links.ts'
import { distinct, rank, severityOf } from './rule.ts'

/** Words that people use interchangeably in searches. */
export const SYNONYMS: readonly (readonly string[])[] = [
  ['disk', 'filesystem', 'volume', 'storage'],
  ['full', 'filling', 'fill', 'space', 'capacity'],
  ['oom', 'memory', 'ram', 'swap', 'out of memory'],
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

/** The catalogue as JSON; its columns are explained in `site/client/query.ts`. */
export function catalogue(context: Context): string {
  const entries = context.program.pages.flatMap((page) => entriesOf(page))
  const lists = {
    severity: distinct(entries.map((entry) => entry.severity)),
    group: distinct(entries.map((entry) => entry.group)),
    owner: distinct(entries.map((entry) => entry.owner)),
  }
  const common = commonWords(entries.map((entry) => entry.words))
  return JSON.stringify({
    name: entries.map((entry) => entry.name),
    href: entries.map((entry) => entry.href),
    severity: entries.map((entry) => lists.severity.indexOf(entry.severity)),
    group: entries.map((entry) => lists.group.indexOf(entry.group)),
    owner: entries.map((entry) => lists.owner.indexOf(entry.owner)),
    title: entries.map((entry) => entry.title),
    text: entries.map((entry) => entry.text),
    words: entries.map((entry) => entry.words.filter((word) => !common.has(word)).join(' ')),
    due: entries.map((entry) => entry.due),
    lists,
    synonyms: [...SYNONYMS, ...context.config.site.synonyms],
  })
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
    text: cut(rules.map(said).find(Boolean) || about, TEXT),
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

/** The texts of the alert itself, with templates reduced to an ellipsis. */
function said({ annotations }: BoundRule): string {
  const text = annotations.find(({ key }) => key === 'summary')?.value ?? ''
  return actionsIn(text)
    .reduceRight((made, { start, end }) => `${made.slice(0, start)}…${made.slice(end)}`, text)
    .trim()
}

/** The first characters of a text, up to a whole word. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const short = text.slice(0, length)
  return `${short.slice(0, Math.max(short.lastIndexOf(' '), length / 2))}…`
}

/** Words in at least a fifth of all entries (`Meaning`, `Impact`), which distinguish none. */
function commonWords(lists: readonly (readonly string[])[]): Set<string> {
  const counts = new Map<string, number>()
  for (const list of lists) for (const word of new Set(list)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return new Set(
    [...counts].filter(([, count]) => count > 10 && count > lists.length / 5).map(([word]) => word),
  )
}
