/** The languages by the names people write after a fence, and what a slot in each of them may become. */
import { logql, promql } from './promql.ts'
import { hasPrompt, session, shell } from './shell.ts'
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
  [/\b[A-Za-z_][\w.]*(?=\s*=(?!=))/, 'l'],
  [/\b[A-Za-z_][\w.]*(?=\s*(?:"[^"\n]*"\s*)?\{)/, 'm'],
  [/\b[A-Za-z_][\w.]*(?=\()/, 'f'],
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

function sqlTokens(code: string): Token[] {
  return sql(code).map((token) => (token.kind === 's' ? { ...token, context: 'sql-single' } : token))
}

interface Language {
  readonly tokens: (code: string) => Token[]
  /** What a slot outside any token has around it; undefined where `{{ … }}` is template text. */
  readonly slots: Context | undefined
}

const shellLike: Language = {
  tokens: (code) => (hasPrompt(code) ? session(code) : shell(code)),
  slots: 'shell',
}
const text: Language = { tokens: () => [], slots: 'text' }
const languages: Readonly<Record<string, Language>> = {
  shell: shellLike,
  console: { tokens: session, slots: 'shell' },
  promql: { tokens: promql, slots: 'plain' },
  logql: { tokens: logql, slots: 'plain' },
  sql: { tokens: sqlTokens, slots: 'plain' },
  text,
  yaml: { tokens: yaml, slots: undefined },
  json: { tokens: json, slots: undefined },
  alloy: { tokens: alloy, slots: undefined },
  template: { tokens: (code) => templates(code, undefined).filter((token) => token.kind), slots: undefined },
}

const aliases: Readonly<Record<string, string>> = {
  '': 'text',
  txt: 'text',
  plain: 'text',
  plaintext: 'text',
  none: 'text',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  shel: 'shell',
  'shell-session': 'console',
  shellsession: 'console',
  terminal: 'console',
  prometheus: 'promql',
  loki: 'logql',
  mysql: 'sql',
  postgresql: 'sql',
  pgsql: 'sql',
  yml: 'yaml',
  json5: 'json',
  jsonc: 'json',
  river: 'alloy',
  hcl: 'alloy',
  gotmpl: 'template',
  gotemplate: 'template',
  'go-template': 'template',
  'go-text-template': 'template',
  tmpl: 'template',
}

/** The canonical name of a fence's language; unknown ones are kept (in lower case). */
export function canonical(language: string): string {
  const name = language.toLowerCase()
  return Object.hasOwn(aliases, name) ? aliases[name]! : name
}

/** The language by any of its names; undefined when it is not known here. */
export function languageOf(name: string): Language | undefined {
  const key = canonical(name)
  return Object.hasOwn(languages, key) ? languages[key] : undefined
}
