/** The configuration for a Hugo repository of runbooks, as far as its files tell. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RULES, sourcePaths } from '../../disk/read.ts'
import { readSources } from '../../disk/read-source.ts'
import type { Source } from '../../model.ts'
import { parseToml } from '../../parse/frontmatter/toml.ts'
import { parseRuleFile } from '../../parse/rules/rule-file.ts'
import { LINK_ANNOTATIONS } from '../../rule-fields.ts'
import { mostFrequent } from '../../text/group-by.ts'
import { paramsIn } from '../../text/params.ts'
import { MARKDOWN } from '../../text/path.ts'
import { scalar } from '../../yaml/edit.ts'
import { pairsOf, parseYaml, textOf, type YamlEntry, type YamlNode } from '../../yaml/index.ts'

const CONFIGS = [
  'hugo.toml',
  'hugo.yaml',
  'hugo.yml',
  'config.toml',
  'config.yaml',
  'config.yml',
  'hugo.json',
  'config.json',
]
const CONFIG_PATHS = ['', 'config/_default/'].flatMap((folder) => CONFIGS.map((name) => folder + name))

/** Folders that never contain our rule files. */
const FOREIGN =
  /^(?:content|themes|static|public|resources|layouts|assets|archetypes|data|i18n|config|node_modules|dist)\//

/** Whether a folder is a Hugo site, by its content or its configuration. */
export const isHugo = (root: string): boolean =>
  existsSync(join(root, 'content')) ||
  CONFIG_PATHS.some((path) => /hugo|config\.toml$/.test(path) && existsSync(join(root, path)))

/** The text of `alertbook.yml`. */
export function hugoConfig(root: string): string {
  const settings = readSources(
    root,
    CONFIG_PATHS.filter((path) => existsSync(join(root, path))),
    { within: true },
  ).map(entriesOf)
  const setting = (name: string): string =>
    settings
      .map((entries) => textOf(settingIn(entries, name)) || textOf(settingIn(ofLanguage(entries), name)))
      .find((value) => value) ?? ''
  const content = setting('contentDir') || 'content'
  const files = sourcePaths(root, RULES).paths.filter((path) => !FOREIGN.test(path))
  const ruleFiles = readSources(root, files)
    .map(parseRuleFile)
    .filter(({ groups }) => groups.some(({ rules }) => rules.length > 0))
  const tops = [
    ...new Set(
      ruleFiles.map(({ source }) => (source.path.includes('/') ? source.path.split('/')[0]! : source.path)),
    ),
  ]
  const links = ruleFiles
    .flatMap(({ groups }) => groups.flatMap(({ rules }) => rules))
    .flatMap(({ annotations }) => annotations)
    .filter(({ key }) => LINK_ANNOTATIONS.includes(key.value))
  const keys = [...new Set(links.map(({ key }) => key.value))]
  const url =
    setting('baseURL') ||
    commonBase(
      links.map(({ value }) => value.value),
      join(root, content),
    )
  return `# For a Hugo repository of runbooks. Every key is optional; \`alertbook schema\` lists them.
runbooks: ${content}
rules: ${tops.length === 1 ? tops[0] : `[${tops.length === 0 ? 'rules' : tops.join(', ')}]`}
site:
  title: ${JSON.stringify(setting('title') || 'Runbooks')}
${/^https?:/i.test(url) ? `  url: ${url.endsWith('/') ? url : `${url}/`}` : '  # The address the site is published at.\n  # url: https://example.github.io/runbooks/'}
links:
  annotations: [${keys.length > 0 ? keys.join(', ') : 'runbook'}]
${paramsText(settings, paramsUsedIn(root, content))}`
}

/** The keys of a configuration, whose letters may be small or capital; JSON is valid YAML. Without keys if it cannot be read. */
function entriesOf({ path, text }: Source): readonly YamlEntry[] {
  const { root } = path.endsWith('.toml') ? parseToml(text, { start: 0, end: text.length }) : parseYaml(text)
  return root?.kind === 'map' ? root.entries : []
}

const settingIn = (entries: readonly YamlEntry[], name: string): YamlNode | undefined =>
  entries.find(({ key }) => textOf(key)?.toLowerCase() === name.toLowerCase())?.value

/** What a configuration says of its language: the default one, else the first. */
function ofLanguage(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  const languages = entriesIn(settingIn(entries, 'languages'))
  const name = textOf(settingIn(entries, 'defaultContentLanguage')) || 'en'
  return entriesIn(settingIn(languages, name) ?? languages[0]?.value)
}

const entriesIn = (node: YamlNode | undefined): readonly YamlEntry[] =>
  node?.kind === 'map' ? node.entries : []

/** The common start of most links, up to the folder of the content. */
function commonBase(links: readonly string[], content: string): string {
  const bases = links.flatMap((link) => {
    const parts = link.split('/')
    const at = parts.findIndex((part, at) => at >= 3 && part !== '' && existsSync(join(content, part)))
    return at < 0 ? [] : [`${parts.slice(0, at).join('/')}/`]
  })
  return mostFrequent(bases)[0]?.[0] ?? ''
}

/** The parameters that pages use. */
function paramsUsedIn(root: string, content: string): ReadonlySet<string> {
  if (!existsSync(join(root, content))) return new Set()
  const paths = sourcePaths(join(root, content), MARKDOWN).paths.map((path) => `${content}/${path}`)
  return new Set(readSources(root, paths).flatMap(({ text }) => paramsIn(text).map(({ name }) => name)))
}

/** Parameters of the site that are texts and that a page uses: a theme defines many more. */
function paramsText(settings: readonly (readonly YamlEntry[])[], asked: ReadonlySet<string>): string {
  const params = settings
    .flatMap((entries) => pairsOf(settingIn(entries, 'params')))
    .filter(([name]) => asked.has(name))
  if (params.length === 0) return ''
  const lines = params.map(([name, value]) => `  ${scalar(name)}: ${scalar(value)}\n`)
  return `# What the shortcode \`param\` stands for.\nparams:\n${lines.join('')}`
}
