/**
 * The development server: serves the outputs from memory, rebuilds when a source changes and tells the
 * browser. It never writes. A build with errors keeps the last good pages; the strip at the foot of the page
 * says what is wrong.
 */
import { type FSWatcher, watch } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Diagnostic } from '../model.ts'
import { CLIENT } from './client.ts'

export type Files = ReadonlyMap<string, () => string | Uint8Array>

export interface Built {
  /**
   * By path below the site, `index.html`, `alloy/down/index.html`, made when asked for; undefined when the build
   * had errors.
   */
  readonly files: Files | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** The runbook of a page, by its path. */
  readonly runbookOf: ReadonlyMap<string, string>
  /** `file:line:column severity message` of a diagnostic. */
  describe(diagnostic: Diagnostic): string
}

export interface DevOptions {
  readonly root: string
  /** Folders and files to watch, relative to the root. */
  readonly watched: readonly string[]
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  build(): Built
  /** Called after every build with its duration in milliseconds. */
  onBuild(built: Built, milliseconds: number): void
}

export interface DevServer {
  readonly url: string
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  xml: 'application/xml; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
}

/** Editors write a file in several steps; one rebuild answers them all. */
const QUIET_MS = 15

/** Resolves when the first build is done and the port is open. */
export async function startDevServer(options: DevOptions): Promise<DevServer> {
  const clients = new Set<ServerResponse>()
  let current = timed(options)
  let good = current.files ?? new Map<string, () => string | Uint8Array>()

  const rebuild = (): void => {
    current = timed(options)
    good = current.files ?? good
    for (const client of clients) client.write('data: changed\n\n')
  }
  const watchers = watchAll(options, rebuild)

  const server = createServer((request, response) => {
    const path = decodePath(request)
    if (path === undefined) return send(response, 400, 'text/plain', 'Bad request\n')
    if (path === '__alertbook/events') return subscribe(response, clients)
    if (path === '__alertbook/dev.js') return send(response, 200, TYPES.js!, CLIENT)
    if (path === '__alertbook/diagnostics')
      return send(response, 200, TYPES.json!, diagnosticsFor(current, request))
    // A worker of an earlier build must not answer in this server's place.
    if (path === 'sw.js') return send(response, 200, TYPES.js!, 'self.registration.unregister()\n')
    return serve(response, good, path)
  })
  await listen(server, options)
  const { port } = server.address() as { port: number }
  return {
    url: `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}/`,
    close: () =>
      new Promise((resolve) => {
        for (const watcher of watchers) watcher.close()
        for (const client of clients) client.end()
        server.close(() => resolve())
      }),
  }
}

function timed({ build, onBuild }: DevOptions): Built {
  const start = performance.now()
  const built = build()
  onBuild(built, performance.now() - start)
  return built
}

function watchAll({ root, watched }: DevOptions, rebuild: () => void): FSWatcher[] {
  let timer: NodeJS.Timeout | undefined
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(rebuild, QUIET_MS)
  }
  return watched.flatMap((path) => {
    try {
      const watcher = watch(join(root, path), { recursive: true }, later)
      // A folder that is removed ends its watch, not the server.
      watcher.on('error', () => watcher.close())
      return [watcher]
    } catch {
      return []
    }
  })
}

function listen(server: Server, { host, port }: DevOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
}

function decodePath(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).replace(/^\/+/, '')
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(body)
}

function subscribe(response: ServerResponse, clients: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': hello\n\n')
  clients.add(response)
  response.on('close', () => clients.delete(response))
}

/** What is wrong with the page asked for, and how many other things are wrong elsewhere. */
function diagnosticsFor(built: Built, request: IncomingMessage): string {
  const page = new URL(request.url ?? '/', 'http://localhost').searchParams.get('page') ?? ''
  const file = built.runbookOf.get(page.replace(/^\/+/, '').replace(/index\.html$/, ''))
  const here = built.diagnostics.filter((one) => one.file === file)
  const elsewhere = built.diagnostics.filter((one) => one.file !== file && one.severity === 'error')
  return JSON.stringify({
    stale: built.files === undefined,
    lines: [...here, ...elsewhere].map((one) => ({ severity: one.severity, text: built.describe(one) })),
  })
}

function serve(response: ServerResponse, files: Files, path: string): void {
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path
  const body = files.get(name)?.()
  if (body === undefined && files.has(`${name}/index.html`)) {
    response.writeHead(302, { location: `/${encodeURI(path)}/` })
    response.end()
    return
  }
  const found =
    body ?? files.get('404.html')?.() ?? 'No page here yet: the first build had errors, see the terminal.\n'
  const type =
    body === undefined ? TYPES.html! : (TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream')
  const text = type === TYPES.html ? withClient(String(found)) : found
  send(response, body === undefined ? 404 : 200, type, text)
}

const withClient = (html: string): string => {
  const script = '<script src="/__alertbook/dev.js" defer></script>'
  return html.includes('</body>') ? html.replace('</body>', () => `${script}</body>`) : html + script
}
