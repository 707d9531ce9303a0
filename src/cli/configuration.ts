/** The configuration of a folder on disk. */
import { readdirSync } from 'node:fs'
import { CHECKS } from '../checks/index.ts'
import { NOTES } from '../codes.ts'
import { defaultConfig, readConfig } from '../config/index.ts'
import { paramsOf } from '../config/params.ts'
import { CONFIG_FILE, CONFIG_FILES } from '../disk/read.ts'
import { readSource } from '../disk/read-source.ts'
import type { Config, Diagnostic, Place, Source } from '../model.ts'
import { lineColumn, lineStarts } from '../text/source.ts'
import { type Args, UserError } from './command.ts'
import { isThere } from './root.ts'
import { versionIn } from './version-option.ts'

interface Configuration {
  readonly config: Config
  readonly source: Source | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Where each parameter is defined. */
  readonly paramPlaces: ReadonlyMap<string, Place>
  /** The files in `params_from` that could be read. */
  readonly paramFiles: readonly Source[]
}

/** The configuration of a folder; the default without `alertbook.yml`. */
export function loadConfig(root: string): Configuration {
  const none = { source: undefined, paramPlaces: new Map(), paramFiles: [] }
  const [name, other] = CONFIG_FILES.filter((name) => isThere(root, name))
  if (name === undefined)
    return { ...none, config: defaultConfig(), diagnostics: nearConfigs(root).map(misnamedConfig) }
  const source = readSource(root, name, { within: true })
  if (!('text' in source)) return { ...none, config: defaultConfig(), diagnostics: [source] }
  const { config, diagnostics, params } = readConfig(source, [...CHECKS.map(({ code }) => code), ...NOTES])
  const usual = usualParams(root, config.paramsFrom)
  return {
    config: { ...config, params: { ...usual.params, ...config.params } },
    source,
    diagnostics: [
      ...diagnostics,
      ...usual.diagnostics,
      ...(other === undefined ? [] : [unreadConfig(other)]),
    ],
    paramPlaces: new Map([...params].map(([param, range]) => [param, { file: source.path, range }])),
    paramFiles: usual.files,
  }
}

/** Parameters from other configurations; if several define one, the first file counts. */
function usualParams(
  root: string,
  paths: readonly string[],
): { params: Config['params']; files: Source[]; diagnostics: Diagnostic[] } {
  const read = paths.map((path) => readSource(root, path, { within: true }))
  const files = read.filter((one): one is Source => 'text' in one)
  const found = files.map(paramsOf)
  return {
    params: Object.fromEntries(found.toReversed().flatMap(({ params }) => Object.entries(params))),
    files,
    diagnostics: [
      ...read.filter((one): one is Diagnostic => !('text' in one)),
      ...found.flatMap(({ diagnostics }) => diagnostics),
    ],
  }
}

/** The configuration of a folder, for commands without diagnostics: an error in it stops them. */
export function readableConfig(root: string): Pick<ReturnType<typeof loadConfig>, 'config' | 'source'> {
  const { config, source, diagnostics } = loadConfig(root)
  const fault = diagnostics.find(({ severity }) => severity === 'error')
  if (fault === undefined) return { config, source }
  const { line, column } = lineColumn(lineStarts(source?.text ?? ''), fault.range.start)
  throw new UserError(`${fault.file}:${line}:${column}: ${fault.message}`, fault.hint)
}

/** The configuration with `--prometheus-version` and `--ignore-unknown-fields`. */
export function adjusted(config: Config, { values }: Args): Config {
  const version = versionIn(values['prometheus-version'])
  return {
    ...config,
    prometheus: {
      ...config.prometheus,
      ...(version !== undefined && { version }),
      ...(values['ignore-unknown-fields'] === true && { ignoreUnknownFields: true }),
    },
  }
}

/** Reports a second configuration file: only one is read, and nobody would know which. */
const unreadConfig = (file: string): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code: 'config-value',
  severity: 'error',
  message: `There are two configurations: \`${CONFIG_FILE}\` is read, and \`${file}\` is not`,
  hint: 'remove one of them',
})

/** Files that are nearly named as a configuration is. */
const nearConfigs = (root: string): string[] =>
  readdirSync(root).filter((name) => /^\.?alertbook\.ya?ml$/i.test(name) && !CONFIG_FILES.includes(name))

/** Otherwise its settings would be ignored silently. */
const misnamedConfig = (file: string): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code: 'config-value',
  severity: 'error',
  message: `\`${file}\` is not read: the configuration is \`${CONFIG_FILE}\``,
  hint: `rename it to \`${CONFIG_FILE}\``,
})
