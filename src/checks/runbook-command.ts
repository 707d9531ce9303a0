/**
 * Commands that a shell reads otherwise than a reader does: characters of a text processor, a line that is not continued, a
 * here-document that never ends, a deletion that an empty variable turns against everything.
 */
import { canonical } from '../highlight/names.ts'
import { session } from '../highlight/shell.ts'
import type { Range } from '../model.ts'
import { type Fence, fences } from '../text/fences.ts'
import { lazy } from '../text/once.ts'
import { unicodeName } from '../text/strange.ts'
import type { PageCheck } from './check.ts'

interface Wrong {
  /** In the fence. */
  readonly range: Range
  readonly message: string
  readonly hint: string
}

export const runbookCommand: PageCheck = {
  code: 'runbook-command',
  severity: 'warning',
  summary: 'A command on a page does in a shell what a reader expects.',
  *runPage({ runbook, text: textOf }) {
    const text = runbook.document ? '' : textOf()
    const set = lazy(() => settings(text))
    for (const fence of text === '' ? [] : fences(text)) {
      const [language = ''] = /^[\w-]+/.exec(fence.info) ?? []
      if (language === '' || !/^(?:shell|console)$/.test(canonical(language))) continue
      const { start, end } = fence.content
      const code = text.slice(start, end)
      // Quotes have a `>` in front of every line.
      if (!DOUBTFUL.test(code) || /^[ \t]*>/.test(code)) continue
      const isBare = bareIn(code)
      const found = [
        ...typographic(code, isBare),
        ...broken(code, isBare),
        ...endless(code, isBare, indentOf(text, fence)),
        ...sweeping(code, isBare, set, start),
      ]
      for (const { range, message, hint } of found) {
        const at = { start: start + range.start, end: start + range.end }
        yield { file: runbook.source.path, range: at, message, hint }
      }
    }
  },
}

/** What every fence contains in which something may be found. */
const DOUBTFUL =
  /[\u00a0\u00ad\u2007\u200b\u200e\u200f\u2013\u2014\u2018-\u201e\u202a-\u202f\u2060\u2066-\u2069\u3000\ufeff]|\\[ \t]*(?:\r?\n|$)|<<|\brm\b/

/** Whether a character is part of a command: neither in a string or comment, nor printed by a program. */
function bareIn(code: string): (at: number) => boolean {
  const bare = new Uint8Array(code.length).fill(1)
  for (const { start, end, kind } of session(code))
    if (/^(?:s|c|output|prompt)$/.test(kind ?? '')) bare.fill(0, start, end)
  return (index) => bare[index] === 1
}

/** Characters that a text processor puts in the place of others, and what is meant. */
const TYPED: readonly (readonly [pattern: RegExp, tell: (char: string) => Omit<Wrong, 'range'>])[] = [
  [
    /(?<![^\s])[\u2013\u2014]+(?=[A-Za-z])/g,
    (char) => ({
      message: `\`${char}\` is a dash of a text processor: a shell takes what it begins for a name, not for an option`,
      hint: 'write `-` or `--`',
    }),
  ],
  [
    /[\u201c-\u201e]|\u2018|(?<![^\s=])\u2019/g,
    (char) => ({
      message: `\`${char}\` is a typographic quotation mark: to a shell, it is part of the text and quotes nothing`,
      hint: `write \`${/[\u2018\u2019]/.test(char) ? "'" : '"'}\``,
    }),
  ],
  [
    // Several align the columns of what a program printed.
    /(?<![\s])[\u00a0\u2007\u202f\u3000](?!\s)|[\u00ad\u200b\u2060\ufeff]/g,
    (char) => ({
      message: `The command contains the character ${unicodeName(char)}, which looks like a blank or like nothing, and separates no words`,
      hint: 'type it again',
    }),
  ],
  [
    /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => ({
      message: `The command contains the character ${unicodeName(char)}, which changes the order in which the others are shown: what is read is not what runs`,
      hint: 'type the command again',
    }),
  ],
]

/** The first of each kind. */
function typographic(code: string, isBare: (at: number) => boolean): Wrong[] {
  return TYPED.flatMap(([pattern, tell]) => {
    for (const match of code.matchAll(pattern)) {
      if (!isBare(match.index)) continue
      return [{ range: { start: match.index, end: match.index + match[0].length }, ...tell(match[0]) }]
    }
    return []
  })
}

/** A backslash that continues nothing: blanks or the end of the fence follow it. */
function broken(code: string, isBare: (at: number) => boolean): Wrong[] {
  const found: Wrong[] = []
  for (const match of code.matchAll(/(?<!\\)\\([ \t]+(?=\r?\n[ \t]*\S)|\s*$(?![\s\S]))/g)) {
    const isLast = code.slice(match.index + 1).trim() === ''
    if (!isBare(match.index)) continue
    found.push({
      range: { start: match.index, end: match.index + 1 },
      message: isLast
        ? 'The command goes on in the next line, by its `\\`, and there is none'
        : 'Spaces follow this `\\`, so the command ends here, and the next line is another one',
      hint: isLast
        ? 'remove the `\\`, or add the rest of the command'
        : 'remove the blanks at the end of the line',
    })
  }
  return found
}

/** How far the lines of a fence are indented: as far as its first line, which a list item may begin. */
function indentOf(text: string, { range }: Fence): number {
  return /^[^\r\n]*?(?=[`~]{3})/.exec(text.slice(range.start))?.[0].length ?? 0
}

/** A here-document without a line that is its end, and nothing else. */
function endless(code: string, isBare: (at: number) => boolean, indent: number): Wrong[] {
  if (!code.includes('<<')) return []
  // The last line of each text: as it is, without tabs before it, without blanks around it.
  const [exact, untabbed, near] = [new Map(), new Map(), new Map()] as Map<string, number>[]
  for (const { index, 0: line } of code.matchAll(/[^\n]*(?:\n|$)/g)) {
    const blank = /^[ \t]*/.exec(line)![0].length
    const own = line.slice(Math.min(indent, blank)).replace(/\r?\n$/, '')
    exact!.set(own, index)
    untabbed!.set(own.replace(/^\t+/, ''), index)
    near!.set(own.trim(), index)
  }
  // `<<name>>` and `<<name()>>` are placeholders.
  return [...code.matchAll(/(?<!<)<<(-?)[ \t]*(["']?)([A-Za-z_]\w*)\2(?!\w|\(|>>)/g)].flatMap(
    (match): Wrong[] => {
      const { index } = match
      const [whole, tabs, , word = ''] = match
      const isAfter = (last: number | undefined): boolean => last !== undefined && last > index
      if (!isBare(index) || isAfter((tabs ? untabbed : exact)!.get(word))) return []
      const isNear = isAfter(near!.get(word))
      return [
        {
          range: { start: index, end: index + whole.length },
          message: `The here-document never ends: no line is \`${word}\` alone${isNear ? ', without blanks before or after it' : ''}`,
          hint: isNear ? `remove the blanks around \`${word}\`` : `add a line \`${word}\``,
        },
      ]
    },
  )
}

/** Where the page first sets each variable, and where a shell is told to fail for one that is not set. */
function settings(text: string): Map<string, number> {
  const found = new Map<string, number>()
  const pattern = /\b([A-Za-z_]\w*)=|\bfor[ \t]+([A-Za-z_]\w*)|\bread\b([^\n;|]{0,200})|\bset -\w*u/g
  for (const { index, 0: whole, 1: assigned, 2: looped, 3: read } of text.matchAll(pattern)) {
    const names = [assigned, looped, ...(read ?? '').split(/\s+/)].filter(Boolean) as string[]
    for (const name of whole.startsWith('set -') ? [''] : names) {
      if (!found.has(name)) found.set(name, index)
    }
  }
  return found
}

/** `rm -rf "$DIR"/`: with an empty variable, everything. `set`: of the page; `from`: where the code is on it. */
function sweeping(
  code: string,
  isBare: (at: number) => boolean,
  set: () => ReadonlyMap<string, number>,
  from: number,
): Wrong[] {
  if (!/\brm\b/.test(code)) return []
  const pattern = /\brm(?=[ \t])((?:[ \t]+-[-\w]+)+)[ \t]+("?\$(?:(\w+)|\{(\w+)\})"?\/\*?"?)(?=[\s;&|)]|$)/g
  return [...code.matchAll(pattern)].flatMap((match): Wrong[] => {
    const [whole, options = '', path = '', plain, braced] = match
    const name = plain ?? braced ?? ''
    const isSet = (word: string): boolean =>
      (set().get(word) ?? Number.POSITIVE_INFINITY) < from + match.index
    const isDeep = /-\w*[rR]|--recursive/.test(options.replace(/--(?!recursive)\w+/g, ''))
    if (!isDeep || !isBare(match.index) || /^(?:HOME|PWD)$/.test(name) || isSet(name) || isSet('')) return []
    const start = match.index + whole.lastIndexOf(path)
    const everything = path.includes('*') ? '/*' : '/'
    return [
      {
        range: { start, end: start + path.length },
        message: `\`${name}\` is set nowhere on the page: if it is empty, this deletes \`${everything}\``,
        hint: `write \`"\${${name}:?}"${everything}\`, which fails instead`,
      },
    ]
  })
}
