/** The `---` block of a runbook → frontmatter. Keys of other tools are ignored. */
import { FRONTMATTER_KEYS, type FrontmatterKey } from '../../frontmatter-keys.ts'
import type { Dashboard, Diagnostic, Field, Frontmatter } from '../../model.ts'
import { camel } from '../../text/camel.ts'
import { nearest } from '../../text/nearest.ts'
import { lazy } from '../../text/once.ts'
import { own } from '../../text/own.ts'
import { emptyParam, paramsIn } from '../../text/params.ts'
import type { Range, Text } from '../../text/source.ts'
import { described, isNull, itemsOf, parseYaml, type YamlNode, type YamlScalar } from '../../yaml/index.ts'
import { cutFields } from '../rules/cut-values.ts'
import { yamlDiagnostics } from '../yaml-diagnostics.ts'
import type { FrontmatterBlock } from './block.ts'
import { parseToml } from './toml.ts'

/** Other names for our keys, from real repositories. */
const SYNONYMS: Readonly<Record<string, string>> = {
  last_reviewed_on: 'reviewed',
  review_in: 'review_every',
  owner_slack: 'channel',
  old_paths: 'aliases',
}

/** Keys of other tools that resemble ours. */
const FOREIGN = new Set([
  'alert',
  'type',
  'date',
  'layout',
  'menu',
  'order',
  'parent',
  'slug',
  'author',
  'authors',
  'template',
  'category',
  'categories',
  'label',
  'name',
])

const misses = new Map<string, string | undefined>()

/** Whether a key contains one of our words beside another, and so is no misspelling: `runbook_id`, `seoTitle`. */
function isCompound(written: string, near: string): boolean {
  const rest = written.toLowerCase().startsWith(near) ? written.slice(near.length) : ''
  const front = written.toLowerCase().endsWith(near) ? written.slice(0, -near.length) : ''
  return (
    /^(?:[_.-]|[A-Z])/.test(rest) ||
    /[_.-]$/.test(front) ||
    (front !== '' && /[A-Z]/.test(written[front.length]!))
  )
}

/** Our key that an unknown key almost spells. Cached: a book repeats the same few unknown keys on every page. */
function nearMiss(written: string): string | undefined {
  if (!misses.has(written)) {
    const near = FOREIGN.has(written) ? undefined : nearest(written, Object.keys(KEYS))
    misses.set(written, near !== undefined && isCompound(written, near) ? undefined : near)
  }
  return misses.get(written)
}

type Report = (range: Range, message: string, hint: string) => void

const KEYS: Readonly<Record<string, FrontmatterKey>> = FRONTMATTER_KEYS

/** Lists are always present, even if empty; the type says which. */
export const NO_FRONTMATTER: Frontmatter = Object.fromEntries(
  Object.entries(KEYS)
    .filter(([, { shape }]) => !['text', 'names', 'flag'].includes(shape))
    .map(([name]) => [camel(name), []]),
) as unknown as Frontmatter

/** The tree of a frontmatter, and its errors. */
export function readHead(
  source: string,
  { format, content }: FrontmatterBlock,
  file = '',
): { root: YamlNode | null; comments: readonly Range[]; diagnostics: Diagnostic[] } {
  if (format === 'yaml') {
    const document = parseYaml(source, [content])
    const { root, comments } = document
    return { root, comments, diagnostics: yamlDiagnostics(document, file) }
  }
  const { root, problem } = parseToml(source, content)
  const hint = 'correct the TOML, or write it all as YAML between two `---` lines'
  return {
    root,
    comments: [],
    diagnostics: problem ? [{ file, ...problem, code: 'frontmatter-shape', severity: 'error', hint }] : [],
  }
}

/** The keys of ours that have one text each. */
function textFields(root: YamlNode | null): Field[] {
  return (root?.kind === 'map' ? root.entries : []).flatMap(({ key, value }): Field[] => {
    if (key.kind !== 'scalar' || value.kind !== 'scalar') return []
    const name = own(SYNONYMS, key.text.value) ?? key.text.value
    const isText = Object.hasOwn(KEYS, name) && ['text', 'names'].includes(KEYS[name]!.shape)
    return isText ? [{ key: key.text, value: value.text }] : []
  })
}

/** What keeps its lines from being keys. */
function hintWithoutKeys(root: YamlNode): string {
  if (root.kind === 'seq') return 'remove the `- ` before each key'
  const glued = root.kind === 'scalar' ? /^(\w+):(\S[^\n]*)/.exec(root.text.value) : null
  return glued ? `put a space after the colon: \`${glued[1]}: ${glued[2]}\`` : 'write `title: …`'
}

/** Reads a frontmatter. */
export function readFrontmatter(
  source: string,
  file: string,
  head: FrontmatterBlock,
): { frontmatter: Frontmatter; diagnostics: Diagnostic[] } {
  const { root, comments, diagnostics } = readHead(source, head, file)
  // Only YAML ends a text at a `#`.
  if (head.format === 'yaml') {
    const place = { file, code: 'frontmatter-shape' } as const
    diagnostics.push(...cutFields(source, comments, () => textFields(root), place))
  }
  const frontmatter: Frontmatter = { ...NO_FRONTMATTER, range: head.block }
  const report: Report = (range, message, hint) => {
    diagnostics.push({ file, range, code: 'frontmatter-shape', severity: 'error', message, hint })
  }
  if (root && root.kind !== 'map' && !isNull(root)) {
    report(
      root.range,
      'The frontmatter has no keys, expected lines such as `title: …`',
      hintWithoutKeys(root),
    )
  }
  const present = lazy(() => keysOf(root))
  for (const { key, value } of root?.kind === 'map' ? root.entries : []) {
    if (key.kind !== 'scalar') {
      report(key.range, `Unexpected ${described(key)} for a key, expected a string`, 'write `key: value`')
      continue
    }
    const written = key.text.value
    if (written === 'params') diagnostics.push(...paramProblems(value, source, file))
    const name = own(SYNONYMS, written) ?? written
    const known = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined
    if (!known) {
      const near = nearMiss(written)
      if (near && !present().has(near)) {
        diagnostics.push({
          file,
          range: key.range,
          code: 'frontmatter-key',
          severity: 'warning',
          message: `Nothing reads the frontmatter key \`${written}\`: \`${near}\` is probably meant`,
          hint: `rename it to \`${near}\`, or ignore this if another tool reads it`,
        })
      }
      continue
    }
    if (isNull(value)) continue
    const read = readValue(known, written, value, source, report)
    if (read !== undefined) Object.assign(frontmatter, { [camel(name)]: read })
  }
  return { frontmatter, diagnostics }
}

/** Parameters that the page uses, but that cannot be filled in, or fill in nothing. Hugo has lists for other uses. */
function paramProblems(params: YamlNode, source: string, file: string): Diagnostic[] {
  const asked = new Set(paramsIn(source).map(({ name }) => name))
  return (params.kind === 'map' ? params.entries : []).flatMap(({ key, value }): Diagnostic[] => {
    if (key.kind !== 'scalar' || value.kind === 'map') return []
    const name = key.text.value
    if (!asked.has(name)) return []
    if (value.kind === 'seq') {
      const message = `Unexpected list for the parameter \`${name}\`, expected a string`
      const hint = 'write one string, in quotes if needed'
      return [{ file, range: value.range, code: 'frontmatter-shape', severity: 'error', message, hint }]
    }
    if (!isNull(value)) return []
    return [{ file, range: key.range, code: 'frontmatter-shape', severity: 'warning', ...emptyParam(name) }]
  })
}

const keysOf = (root: YamlNode | null): ReadonlySet<string> =>
  new Set(
    root?.kind === 'map'
      ? root.entries.flatMap(({ key }) => (key.kind === 'scalar' ? key.text.value : []))
      : [],
  )

/** The value of a key; undefined, after a report, when it has the wrong shape. */
function readValue(
  key: FrontmatterKey,
  written: string,
  value: YamlNode,
  source: string,
  report: Report,
): unknown {
  const expect = (what: string, example: string): undefined => {
    const message = `Unexpected ${described(value)} for \`${written}\`, expected ${what}`
    // To its author, `{{ x }}` is a template.
    const text = source.slice(value.range.start, value.range.end)
    const isMeant = ['text', 'names'].includes(key.shape) && /^\{\{.*\}\}$/.test(text)
    report(
      value.range,
      message,
      isMeant ? `put it in quotes: \`${written}: '${text}'\`` : `write \`${written}: ${example}\``,
    )
    return undefined
  }
  switch (key.shape) {
    case 'text':
      return value.kind === 'scalar' ? value.text : expect('a string', '…')
    case 'names':
      return value.kind === 'seq' && value.items.length === 0
        ? undefined
        : (readNames(value) ?? expect('a string', '…'))
    case 'flag':
      return value.kind === 'scalar' && value.tag === 'bool'
        ? value.text.value.toLowerCase() === 'true'
        : expect('`true` or `false`', 'true')
    case 'list':
      return readList(value) ?? expect('a list of strings', '[a, b]')
    case 'links':
      return readLinks(value) ?? expect('addresses, or mappings of `title` and `url`', '[{title: …, url: …}]')
    case 'fields':
      return readFields(value) ?? expect('a mapping of names to strings', '{ team: sre }')
  }
}

/** A single text counts as a list of one; nulls are dropped. */
function readList(value: YamlNode): Text[] | undefined {
  const items = itemsOf(value)
  const texts = items.filter((item): item is YamlScalar => item.kind === 'scalar')
  if (texts.length !== items.length) return undefined
  return texts.filter((item) => item.tag !== 'null').map((item) => item.text)
}

/** One text, or several with commas between them. */
function readNames(value: YamlNode): Text | undefined {
  if (value.kind === 'scalar') return value.text
  const texts = readList(value) ?? []
  if (texts.length < 2) return texts[0]
  return { value: texts.map((text) => text.value).join(', '), range: value.range, runs: [] }
}

/** Addresses, or mappings with `title` and `url` only. */
function readLinks(value: YamlNode): Dashboard[] | undefined {
  const links: Dashboard[] = []
  for (const item of itemsOf(value)) {
    if (item.kind === 'scalar') {
      if (item.tag !== 'null') links.push({ url: item.text })
      continue
    }
    const fields = readFields(item)
    const field = (name: string): Text | undefined => fields?.find(({ key }) => key.value === name)?.value
    const [title, url] = [field('title'), field('url')]
    const isOther = fields?.some(({ key }) => key.value !== 'title' && key.value !== 'url')
    if (url === undefined || isOther) return undefined
    links.push({ url, ...(title !== undefined && { title }) })
  }
  return links
}

function readFields(value: YamlNode): Field[] | undefined {
  if (value.kind !== 'map') return undefined
  const fields: Field[] = []
  for (const { key, value: held } of value.entries) {
    if (key.kind !== 'scalar' || held.kind !== 'scalar') return undefined
    fields.push({ key: key.text, value: held.text, ...(held.tag === 'null' && { isNull: true }) })
  }
  return fields
}
