/**
 * Files whose rules only another program can read: templates of Helm, Ansible or Puppet, Jsonnet, rules inside other YAML. In: the
 * sources of a repository that are no rule files. Out: their paths by what has to happen first.
 */
import type { Source } from '../../model.ts'

/** What turns a file into rules: a template engine or Jsonnet; or nothing, because they are a part of other YAML. */
export type Maker = 'helm' | 'jsonnet' | 'template' | 'victoria' | 'yaml'

export interface Unread {
  readonly maker: Maker
  readonly files: readonly string[]
  readonly alerts: number
}

/** Files of template engines and of Jsonnet: Helm, Go, Jinja, ERB, EPP, Salt, Terraform. */
export const TEMPLATES: RegExp = /\.(?:tpl|tmpl|gotmpl|j2|jinja2?|erb|epp|sls|tftpl|jsonnet|libsonnet)$/i

const ALERT = /^[ \t]*(?:-[ \t]+)?["']?alert["']?[ \t]*::?:?[ \t]*\S/gm
const EXPR = /^[ \t]*(?:-[ \t]+)?["']?expr["']?[ \t]*::?:?/m

/** By maker; only files that have an alert with an expression. `isRead`: whether the rules of a file were found. */
export function unreadRules(sources: readonly Source[], isRead: (path: string) => boolean): Unread[] {
  const found = new Map<Maker, { files: string[]; alerts: number }>()
  for (const { path, text } of sources) {
    if (isRead(path) || !EXPR.test(text)) continue
    const alerts = text.match(ALERT)?.length ?? 0
    if (alerts === 0) continue
    const maker = makerOf(path, text)
    const of = found.get(maker) ?? { files: [], alerts: 0 }
    of.files.push(path)
    of.alerts += alerts
    found.set(maker, of)
  }
  return [...found].map(([maker, of]) => ({ maker, ...of }))
}

function makerOf(path: string, text: string): Maker {
  if (/sonnet$/i.test(path)) return 'jsonnet'
  if (/(?:^|\/)templates\/.*\.(?:ya?ml|tpl)$/i.test(path) && text.includes('{{')) return 'helm'
  if (TEMPLATES.test(path)) return 'template'
  return /^kind:[ \t]*VMRule[ \t]*$/m.test(text) ? 'victoria' : 'yaml'
}
