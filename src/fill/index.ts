/**
 * Parsed files → the same with parameter values filled into rules, frontmatter and summaries. A file without parameters
 * is unchanged. A filled file counts as another version of its source: its fingerprint includes the values.
 */
import type { Diagnostic, Params, Parsed, Place, Runbook, Source } from '../model.ts'
import { hash } from '../text/hash.ts'
import { didYouMean } from '../text/nearest.ts'
import { withParams } from '../text/params.ts'
import { isText, type Range, type Text } from '../text/source.ts'
import { fillText, type ValueOf } from './text.ts'

export interface Filled {
  readonly parsed: readonly Parsed[]
  /** The texts unchanged, with fingerprints that include the values. */
  readonly sources: readonly Source[]
  /** The parameters asked for in each file, filled or not. */
  readonly fillings: ReadonlyMap<string, readonly Filling[]>
  readonly params: Params
  /** Reports parameters without a value, and files with too much filled in. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A parameter where it is asked for: its value (undefined if it has none), and the scalar that contains it. */
export interface Filling extends Range {
  readonly name: string
  readonly value: string | undefined
  readonly scalar: Range
}

/** Facts about parameters other than their values. */
export interface Written {
  /** Where the configuration defines each parameter. */
  readonly written: ReadonlyMap<string, Place>
  /** Most characters to fill into one file. */
  readonly most: number
}

/** Fills files with `params`; a value in the page's own frontmatter takes precedence over the project's. */
export function fill(
  parsed: readonly Parsed[],
  sources: readonly Source[],
  params: Readonly<Record<string, string>>,
  { written, most }: Written,
): Filled {
  const used = new Set<string>()
  const lacking = new Set<string>()
  const fillings = new Map<string, readonly Filling[]>()
  const diagnostics: Diagnostic[] = []
  const prints = new Map<string, string>()
  const filled = parsed.map((file): Parsed => {
    if (file.asks === undefined) return file
    const { path } = file.source
    const own = new Map(file.asks)
    const give = (name: string): string | undefined =>
      own.get(name) ?? (Object.hasOwn(params, name) ? params[name] : undefined)
    const into = { file: path, fillings: [] as Filling[], diagnostics, room: most }
    const ask = (name: string, range: Range): string | undefined => {
      if (!own.has(name)) used.add(name)
      const value = give(name)
      if (value === undefined) {
        lacking.add(name)
        // A value that is no text has its own error.
        if (!written.has(name)) diagnostics.push(unknown(path, name, range, params))
      }
      return value
    }
    if (file.kind === 'runbook') for (const { value, range } of file.params) ask(value, range)
    const result = fillFile(file, ask, give, into)
    if (into.fillings.length > 0) {
      fillings.set(path, into.fillings)
      const said = into.fillings.map(({ name, value }) => [name, value])
      prints.set(path, hash(JSON.stringify(said)))
    }
    return result
  })
  return {
    parsed: filled,
    sources:
      prints.size === 0 ? sources : sources.map((source) => withPrint(source, prints.get(source.path))),
    fillings,
    params: {
      written: [...written].map(([name, place]) => ({ name, ...place })),
      used: [...used],
      lacking: [...lacking],
    },
    diagnostics,
  }
}

interface Into {
  readonly file: string
  readonly fillings: Filling[]
  readonly diagnostics: Diagnostic[]
  /** Characters that may still be filled in. */
  room: number
}

function fillFile(
  file: Parsed,
  ask: ValueOf,
  give: (name: string) => string | undefined,
  into: Into,
): Parsed {
  const fillOne = (text: Text): Text =>
    fillText(text, (name, range) => {
      const value = ask(name, range)
      into.room -= value?.length ?? 0
      const isTooMuch = into.room < 0
      // Reports only the first of many values that are too much.
      if (isTooMuch && into.room + (value?.length ?? 0) >= 0) into.diagnostics.push(tooMuch(into.file, range))
      const put = isTooMuch ? undefined : value
      into.fillings.push({ ...range, name, value: put, scalar: text.range })
      return put
    })
  if (file.kind === 'rules') return { ...file, groups: deep(file.groups, fillOne) }
  const copies = file.copies
  return {
    ...file,
    frontmatter: deep(file.frontmatter, fillOne),
    blocks: deep(file.blocks, fillOne),
    copies: () => deep(copies(), (text) => fillText(text, give)),
    summary: withParams(file.summary, give),
    headings: file.headings.map((heading) => ({ ...heading, text: withParams(heading.text, give) })),
  } satisfies Runbook
}

/** Fills every text inside a value; a value without texts is returned as it is. */
function deep<T>(value: T, fillOne: (text: Text) => Text): T {
  if (typeof value !== 'object' || value === null) return value
  if (isText(value)) return fillOne(value) as T
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => deep(item, fillOne))
    return items.some((item, index) => item !== value[index]) ? (items as T) : value
  }
  const entries: [string, unknown][] = Object.entries(value)
  const after = entries.map(([key, before]): [string, unknown] => [key, deep(before, fillOne)])
  const isSame = after.every(([, now], index) => now === entries[index]![1])
  return isSame ? value : (Object.fromEntries(after) as T)
}

/** A source whose fingerprint includes the values. Its text is still read on demand. */
function withPrint(source: Source, print: string | undefined): Source {
  if (print === undefined) return source
  return {
    path: source.path,
    ...(source.document && { document: source.document }),
    get text() {
      return source.text
    },
    get hash() {
      return `${source.hash ?? hash(source.text)} ${print}`
    },
  }
}

function unknown(
  file: string,
  name: string,
  range: Range,
  params: Readonly<Record<string, string>>,
): Diagnostic {
  return {
    file,
    range,
    code: 'shortcode-unknown',
    severity: 'error',
    message: `Parameter \`${name}\` has no value, neither in the page's frontmatter nor under \`params\` in alertbook.yml`,
    hint: didYouMean(name, Object.keys(params)) ?? `write \`params: { ${name}: … }\` in alertbook.yml`,
  }
}

const tooMuch = (file: string, range: Range): Diagnostic => ({
  file,
  range,
  code: 'file-size',
  severity: 'error',
  message: 'Parameters would make this file larger than a source may be: this one is not filled in',
  hint: 'use it less often, or raise `limits.source` in alertbook.yml',
})
