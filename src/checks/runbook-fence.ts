import type { Range } from '../model.ts'
import { fences } from '../text/fences.ts'
import type { PageCheck } from './check.ts'

interface Wrong {
  readonly range: Range
  readonly message: string
  readonly hint: string
}

export const runbookFence: PageCheck = {
  code: 'runbook-fence',
  severity: 'warning',
  summary: 'A fence of LogQL or Alloy configuration is complete: brackets and quotes are closed.',
  *runPage(page) {
    if (page.runbook.document) return
    const text = page.text()
    if (!/^[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:logql|alloy|river)\b/im.test(text)) return
    for (const { content, info } of fences(text)) {
      const language = /^\w+/.exec(info)?.[0].toLowerCase()
      if (language !== 'logql' && language !== 'alloy' && language !== 'river') continue
      const wrong = firstWrong(text.slice(content.start, content.end), language === 'logql')
      if (!wrong) continue
      const range = { start: content.start + wrong.range.start, end: content.start + wrong.range.end }
      yield { file: page.runbook.source.path, ...wrong, range }
    }
  },
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Strings, comments and single characters: brackets, or `#`, which begins a comment only in LogQL. */
const TOKEN =
  /"(?:[^"\\\n]|\\.)*"?|`[^`]*`?|'(?:[^'\\\n]|\\.)*'|\/\/.*|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|\{\{.*?\}\}|#.*|[([{}\])]/g

/** The first certain error, whatever the rest means. */
function firstWrong(code: string, isLogql: boolean): Wrong | undefined {
  const open: { readonly char: string; readonly at: number }[] = []
  for (const match of code.matchAll(TOKEN)) {
    const [token] = match
    const at = match.index
    const range = { start: at, end: at + token.length }
    if (token.startsWith('#')) {
      if (isLogql) continue
      return { range, message: 'Alloy has no comments that begin with `#`', hint: 'write `//`' }
    }
    if (token.startsWith('//') || token.startsWith('/*') || token.startsWith('{{') || token.startsWith("'"))
      continue
    if (token.startsWith('"') || token.startsWith('`')) {
      if (token.length > 1 && token.endsWith(token[0]!)) continue
      return {
        range,
        message: `The string that begins with ${token[0]} is never closed`,
        hint: `add ${token[0]}`,
      }
    }
    if (CLOSING[token] !== undefined) {
      open.push({ char: token, at })
      continue
    }
    const last = open.pop()
    if (last === undefined) return { range, message: `\`${token}\` closes nothing`, hint: 'remove it' }
    if (CLOSING[last.char] !== token) {
      return {
        range,
        message: `\`${token}\` stands where \`${CLOSING[last.char]}\` closes \`${last.char}\``,
        hint: `write \`${CLOSING[last.char]}\``,
      }
    }
  }
  const last = open.at(-1)
  return (
    last && {
      range: { start: last.at, end: last.at + 1 },
      message: `\`${last.char}\` is never closed`,
      hint: `add \`${CLOSING[last.char]}\``,
    }
  )
}
