/** `alertbook dev`: the site from memory, rebuilt as you write. */
import { join } from 'node:path'
import { compileParsed, outputFaults, rebindPage } from '../compile-parsed.ts'
import { openPort, startDevServer } from '../dev/server.ts'
import { customTheme } from '../disk/custom-theme.ts'
import { readImages } from '../disk/images.ts'
import { CONFIG_FILES } from '../disk/read.ts'
import { readSource } from '../disk/read-source.ts'
import { loadDiagrams, loadTheme } from '../disk/theme.ts'
import { pageFiles, siteFiles } from '../emit/site/index.ts'
import { parsedText, recallParsed } from '../memory/parsed-text.ts'
import { openMemory } from '../memory/remember.ts'
import type { OutputFile, Page, Parsed, Source } from '../model.ts'
import { parse } from '../parse/index.ts'
import { isRunbook } from '../parse/kind.ts'
import { loadRegexps } from '../template/index.ts'
import { messageOf } from '../text/message.ts'
import { lazy } from '../text/once.ts'
import { lineColumn, lineStarts } from '../text/source.ts'
import { type Args, type Command, flag, type Io, option, UserError } from './command.ts'
import { type BuiltWithTexts, buildReporter, networkLines, openBrowser } from './dev-output.ts'
import { pagesOf } from './pages.ts'
import { compileOptions, existsIn, readInputs, readRecord } from './project.ts'
import { PROJECT_OPTIONS } from './project-options.ts'
import { rootOf } from './root.ts'
import { STAMP } from './start/version.ts'

export const dev: Command = {
  usage: '[--port PORT] [--open]',
  help: `Serves the site from memory and rebuilds it when a runbook, a rule file or alertbook.yml changes; the browser
reloads and keeps its place. Findings of a page appear at its bottom, new ones in the terminal as well. The runbook links of rules
work here too: the path of \`site.url\` in them does not matter. Nothing is written.`,
  options: {
    ...PROJECT_OPTIONS,
    port: option('Port to listen on (default: 4321; 0 takes any free one)', { short: 'p' }),
    host: option('Address to listen on (default: 127.0.0.1, this machine only)'),
    open: flag('Open the site in the browser'),
  },
  most: 0,
  async run(args, io) {
    const port = Number(args.values.port ?? 4321)
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new UserError(`unexpected port \`${args.values.port}\``, 'give a number from 0 to 65535')
    }
    const host = String(args.values.host ?? '127.0.0.1')
    const { config } = readInputs(args, io)
    const opened = await open(host, port)
    const server = await startDevServer({
      ...opened,
      root: rootOf(args, io),
      watched: [...config.runbooks, ...config.docs, ...config.rules, ...CONFIG_FILES, ...config.paramsFrom],
      host,
      ...(await builder(args, io)),
      explain: (code) => pagesOf([code]).get(code),
      onBuild: buildReporter(io),
      onError(error) {
        io.err(`alertbook: ${messageOf(error)}\n`)
      },
    }).catch((error: unknown) => {
      opened.server.close()
      throw error
    })
    io.out(`${server.url}  (Ctrl-C stops)\n${networkLines(host, server.url)}`)
    if (args.values.open === true) openBrowser(server.url, io)
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
    await server.close()
    return 0
  },
}

/** Opens the port before anything is built; says what to do if it is taken. */
async function open(host: string, port: number): ReturnType<typeof openPort> {
  try {
    return await openPort(host, port)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new UserError(
        `port ${port} of ${host} is taken`,
        'take any free one with `--port 0`, or name another',
      )
    if (code === 'EACCES')
      throw new UserError(`listening on port ${port} is not permitted`, 'take any free one with `--port 0`')
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL' || code === 'EAI_AGAIN')
      throw new UserError(
        `\`${host}\` is not an address of this machine`,
        'leave `--host` out, or pass one that is',
      )
    throw error
  }
}

interface Builder {
  /** The whole site, from disk. */
  build(): BuiltWithTexts
  /** The page of a file that changed, where the whole site need not be built to show it. */
  preview(file: string): OutputFile | undefined
}

/** Builds from disk, remembering every file that did not change; begins with what the last build remembered. */
async function builder(args: Args, io: Io): Promise<Builder> {
  const remembered = new Map<string, { hash: string; parsed: Parsed }>()
  const root = rootOf(args, io)
  const first = readInputs(args, io)
  const look = { ...loadTheme(), draw: await loadDiagrams() }
  const theme = await customTheme(look, root, first.config.site.theme)
  if (typeof theme === 'string') throw new UserError(theme)
  const { cache } = first
  const memory = openMemory(cache && join(cache.folder, 'memory'), STAMP, cache?.seal, { isRead: true })
  const parseOnce = (source: Source): Parsed => {
    const { path, hash = source.text } = source
    const known = remembered.get(path)
    if (known?.hash === hash) return known.parsed
    const parsed = recallParsed(memory, source, (damaged) => parsedText(parse(damaged))) ?? parse(source)
    remembered.set(path, { hash, parsed })
    return parsed
  }
  const exists = existsIn(root)
  // The next edit may need it, and a build cannot wait.
  const regexps = await loadRegexps()
  /** A page of the last build in another version; undefined where that build had errors. */
  let again: ((file: string) => OutputFile | undefined) | undefined
  const build = (): BuiltWithTexts => {
    const project = readInputs(args, io)
    const { config, texts } = project
    const record = readRecord(project, memory)
    const parsed = project.sources.map(parseOnce)
    const { program, diagnostics: found } = compileParsed(parsed, project.sources, config, {
      ...compileOptions({ ...project, published: record.published, regexps }),
      judgesEmpty: true,
      fixes: false,
      remember: memory.remember,
    })
    memory.save()
    const images = readImages(root, parsed, config.limits.source, config.runbooks)
    const facts = { files: images.files }
    const files = siteFiles(program, config, theme, facts)
    const diagnostics = [
      ...project.diagnostics,
      ...record.diagnostics,
      ...images.diagnostics,
      ...found,
      ...outputFaults(files),
    ]
    // Pages without any rule can be shown: only a rule file without one would do harm.
    const failed = diagnostics.some(({ severity, code }) => severity === 'error' && code !== 'rules-empty')
    const starts = new Map<string, readonly number[]>()
    const fileOf = lazy((): ((page: Page) => OutputFile) => pageFiles(program, config, theme, facts))
    again = failed
      ? undefined
      : (file) => {
          const source = readSource(root, file, { limit: config.limits.source })
          const runbook = 'text' in source ? parseOnce(source) : undefined
          const page = runbook?.kind === 'runbook' ? rebindPage(program, runbook, config, exists) : undefined
          return page && fileOf()(page)
        }
    return {
      files: failed ? undefined : new Map(files.map((file) => [file.path, file.make])),
      diagnostics,
      runbookOf: new Map(program.pages.map((page) => [page.path, page.runbook.source.path])),
      base: config.site.url === '' ? '/' : new URL(config.site.url).pathname,
      texts,
      placeOf: ({ file, range }) => {
        const known = starts.get(file) ?? lineStarts(texts.get(file) ?? '')
        starts.set(file, known)
        const { line, column } = lineColumn(known, range.start)
        return `${file}:${line}:${column}`
      },
    }
  }
  return { build, preview: (file) => (isRunbook(file) ? again?.(file) : undefined) }
}
