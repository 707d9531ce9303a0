/** Languages by their canonical names, and the context of slots in each. */
import { canonical } from './names.ts'
import { logql, promql } from './promql.ts'
import { hasPrompt, session, shell } from './shell.ts'
import { commandContexts, spanContexts, textContexts, windowsContexts } from './slots/fences.ts'
import { sqlContexts } from './slots/sql-slots.ts'
import { type Context, lexer, type Token } from './token.ts'
import { templates, yaml } from './yaml.ts'

const string = /"(?:[^"\\\n]|\\.)*"?/
const number = /-?\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?(?:ms|[smhd])?\b/

const json = lexer([
  [/"(?:[^"\\\n]|\\.)*"(?=\s*:)/, 't'],
  [string, 's'],
  [/\/\/.*/, 'c'],
  [/\b(?:true|false|null)\b/, 'k'],
  [number, 'n'],
])

/** Grafana Alloy configuration (once named River): blocks, attributes, values. */
const alloy = lexer([
  [/\/\/.*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/, 'c'],
  [string, 's'],
  [/`[^`]*`?/, 's'],
  [/\b(?:true|false|null)\b/, 'k'],
  [/(?<![\w.])[A-Za-z_][\w.]*(?=\s*=(?!=))/, 'l'],
  [/(?<![\w.])[A-Za-z_][\w.]*(?=\s*(?:"[^"\n]*"\s*)?\{)/, 'm'],
  [/(?<![\w.])[A-Za-z_][\w.]*(?=\()/, 'f'],
  [number, 'n'],
])

const sql = lexer([
  [/--.*/, 'c'],
  [/'(?:[^']|'')*'?/, 's'],
  [
    /\b[A-Za-z_]\w*\b/,
    (word) =>
      /^(select|from|where|and|or|not|in|is|null|join|left|right|inner|on|group|order|by|having|limit|as|insert|update|delete|set|values|into|create|drop|alter|table|index|show|explain|analyze|with|union|all|distinct|desc|asc|between|like|case|when|then|else|end|kill)$/i.test(
        word,
      )
        ? 'k'
        : undefined,
  ],
  [number, 'n'],
])

interface Language {
  readonly tokens: (code: string) => Token[]
  /**
   * The context of each slot: a function of the text with a `MARK` for each slot, or the default for slots in tokens
   * without a context of their own. Undefined where `{{ … }}` is template text.
   */
  readonly slots: Context | ((marked: string) => Context[]) | undefined
}

const commands = (code: string): Token[] => (hasPrompt(code) ? session(code) : shell(code))
const windows: Language = { tokens: () => [], slots: windowsContexts }
const languages: Readonly<Record<string, Language>> = {
  shell: { tokens: commands, slots: commandContexts },
  fish: { tokens: commands, slots: (code) => commandContexts(code, 'plain') },
  console: { tokens: session, slots: commandContexts },
  powershell: windows,
  cmd: windows,
  promql: { tokens: promql, slots: 'name' },
  logql: { tokens: logql, slots: 'name' },
  sql: { tokens: sql, slots: sqlContexts },
  text: { tokens: () => [], slots: textContexts },
  span: { tokens: () => [], slots: spanContexts },
  yaml: { tokens: yaml, slots: undefined },
  json: { tokens: json, slots: undefined },
  alloy: { tokens: alloy, slots: undefined },
  template: { tokens: (code) => templates(code, undefined).filter((token) => token.kind), slots: undefined },
}

/** The language by any of its names; undefined for an unknown one. */
export function languageOf(name: string): Language | undefined {
  const key = canonical(name)
  return Object.hasOwn(languages, key) ? languages[key] : undefined
}
