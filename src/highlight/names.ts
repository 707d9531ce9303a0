/** The names that authors write after a fence, and those of languages here. */

const aliases: Readonly<Record<string, string>> = {
  '': 'text',
  txt: 'text',
  plain: 'text',
  plaintext: 'text',
  none: 'text',
  sh: 'shell',
  ksh: 'shell',
  ash: 'shell',
  dash: 'shell',
  pwsh: 'powershell',
  ps1: 'powershell',
  bat: 'cmd',
  batch: 'cmd',
  dos: 'cmd',
  bash: 'shell',
  zsh: 'shell',
  shel: 'shell',
  'shell-session': 'console',
  shellsession: 'console',
  terminal: 'console',
  prometheus: 'promql',
  loki: 'logql',
  mysql: 'sql',
  sqlite: 'sql',
  postgres: 'sql',
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

/** The canonical name of a fence's language; an unknown name is returned in lower case. */
export function canonical(language: string): string {
  const name = language.toLowerCase()
  return Object.hasOwn(aliases, name) ? aliases[name]! : name
}
