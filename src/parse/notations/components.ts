/**
 * Components of MDX pages, whose tags have a line for themselves: `<TabItem label="Linux">` … `</TabItem>`. In: a Markdown text. Out:
 * a text of the same length, in which a pair of tags leaves its title and the Markdown inside it, and a single tag is code.
 */
import { fences, outsideOf } from '../../text/fences.ts'
import { partners } from '../../text/partners.ts'
import { blank, type Range } from '../../text/source.ts'
import { titleLine } from './title-line.ts'

export interface Components {
  readonly text: string
  /** Single tags: nobody knows what they stand for. */
  readonly shown: readonly Range[]
}

/** Between attributes: blanks, and the end of a line, but no blank line. */
const GAP = String.raw`(?:[ \t]+(?:\r?\n[ \t]*)?|\r?\n[ \t]*)`
/** The value of an attribute; an expression may have braces in it, and is not read without end. */
const VALUE = String.raw`(?:"[^"\n]*"|'[^'\n]*'|\{(?:[^{}]|\{[^{}]{0,500}\}){0,2000}\})`

/** `<Name>` may be a placeholder, and is a component if it is closed. */
const TAG = new RegExp(
  String.raw`^[ \t]*(?:<([A-Z][\w.]*)((?:${GAP}[\w-]+(?:=${VALUE})?)*)${GAP}?(\/?)>|<\/([A-Z][\w.]*)>)[ \t]*\r?$`,
  'gm',
)

/** `import Tabs from '@theme/Tabs'`: means something for a component of the page. */
const IMPORT = /^import[ \t]+([\w, {}*]+?)[ \t]+from[ \t]+["'][^"']+["'];?[ \t]*\r?$/
/** Longer lines are no imports. */
const LONGEST = 300

interface Tag {
  readonly start: number
  readonly end: number
  readonly name: string
  readonly attributes: string
  readonly closing: boolean
  /** `<Name />`: has no content. */
  readonly isSingle: boolean
}

export function readComponents(source: string): Components {
  if (!/^[ \t]*<\/?[A-Z]/m.test(source)) return { text: source, shown: [] }
  const code = fences(source).map(({ range }) => range)
  const outside = outsideOf(code)
  const tags = [...source.matchAll(TAG)]
    .filter(({ index }) => outside(index))
    .map(tagOf)
    .filter(isComponent)
  const [single, others] = [tags.filter(({ isSingle }) => isSingle), tags.filter(({ isSingle }) => !isSingle)]
  const pairs = partners(others)
  const edits: { start: number; text: string }[] = []
  const shown: Range[] = []
  for (const { start, end } of single) {
    const written = source.slice(start, end)
    if (written.includes('`')) continue
    edits.push({ start, text: `\`${written.slice(1, -1)}\`` })
    shown.push({ start, end })
  }
  for (const [index, tag] of others.entries()) {
    if (pairs.has(index))
      edits.push({ start: tag.start, text: lineFor(tag, source.slice(tag.start, tag.end)) })
  }
  const used = new Set(tags.map(({ name }) => name))
  const inner = outsideOf(code)
  for (const { index, 0: line } of source.matchAll(/^import[ \t][^\n]*/gm)) {
    const names = line.length > LONGEST || !inner(index) ? undefined : IMPORT.exec(line)?.[1]
    if (names?.match(/\w+/g)?.some((name) => used.has(name))) edits.push({ start: index, text: blank(line) })
  }
  let text = ''
  let at = 0
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    text += source.slice(at, edit.start) + edit.text
    at = edit.start + edit.text.length
  }
  return { text: text + source.slice(at), shown }
}

function tagOf({ index, 0: line, 1: name, 2: attributes = '', 3: slash, 4: closed }: RegExpExecArray): Tag {
  const start = index + line.indexOf('<')
  const end = index + line.trimEnd().length
  return {
    start,
    end,
    name: (name ?? closed)!,
    attributes,
    closing: closed !== undefined,
    isSingle: slash === '/',
  }
}

/** `<TABLE>` is HTML. */
const isComponent = ({ name }: Tag): boolean => /[a-z]/.test(name)

const TITLE = /\s(?:title|label|header|name|summary)=(?:"([^"]*)"|'([^']*)')/
/** Notes: their kind is their title. */
const NOTE = /^(?:Note|Tip|Info|Warning|Caution|Danger|Important|Check|Error|Success)$/

/** The title of an opening tag, in its length, on the line where it is written; blank without one. */
function lineFor({ closing, name, attributes }: Tag, written: string): string {
  if (closing) return blank(written)
  const [attribute, double, single] = TITLE.exec(attributes) ?? []
  const title = (double ?? single ?? '').trim()
  const kind = NOTE.test(name) ? `*${name}*` : ''
  const lines = written.split('\n')
  const titled = attribute === undefined ? -1 : lines.findIndex((line) => line.includes(attribute.trim()))
  const strong = titled < 0 ? undefined : titleLine(title, '')
  const text = strong ?? kind
  const at = strong === undefined ? lines.findIndex((line) => line.trimEnd().length >= kind.length) : titled
  return lines
    .map((line, index) => (index === at ? text + blank(line.slice(text.length)) : blank(line)))
    .join('\n')
}
