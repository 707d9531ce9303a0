/**
 * The development server: serves the outputs from memory, rebuilds when a source changes and tells the
 * browser. It never writes. A build with errors keeps the last good pages; the strip at the foot of the page
 * says what is wrong.
 */
import { type FSWatcher, watch } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
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
  /** What `openPort` opened: nobody is answered before the first build. */
  readonly server: Server
  /** The address that was asked for. */
  readonly host: string
  build(): Built
  /** Called after every build with its duration in milliseconds. */
  onBuild(built: Built, milliseconds: number): void
  /** Called when a later build throws. */
  onError(error: unknown): void
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

/** Opens a port, 0 for any free one. Rejects with the system's error when that cannot be. */
export function openPort(host: string, port: number): Promise<{ server: Server }> {
  const server = createServer((_, response) => {
    response.setHeader('refresh', '1')
    send(response, 503, 'text/plain', 'The first build is under way.\n')
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve({ server }))
  })
}

/** Resolves when the first build is done and the server answers. */
export async function startDevServer(options: DevOptions): Promise<DevServer> {
  const clients = new Set<ServerResponse>()
  let current = timed(options)
  let good = current.files ?? new Map<string, () => string | Uint8Array>()

  const rebuild = (): void => {
    try {
      current = timed(options)
    } catch (error) {
      // What a build cannot even begin with: the pages stand, and the next change may mend it.
      options.onError(error)
      return
    }
    good = current.files ?? good
    for (const client of clients) client.write('data: changed\n\n')
  }
  const watchers = watchAll(options, rebuild)

  const { server, host } = options
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    const names = request.headersDistinct.host ?? []
    if (names.length !== 1 || !isFor(names[0], host))
      return send(
        response,
        403,
        'text/plain',
        `Forbidden: this server answers to localhost${nameOf(host)} alone\n`,
      )
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      return send(response, 405, 'text/plain', 'Method not allowed\n')
    }
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
  const { port } = server.address() as { port: number }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/`,
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

/** Names under which this machine's browser finds the server. A page elsewhere can give its own name our address. */
const LOCAL: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Addresses that stand for every one of this machine's: whoever asks by number means this machine. */
const EVERY: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

const nameOf = (host: string): string => (LOCAL.has(host) || EVERY.has(host) ? '' : ` and ${host}`)

/** Whether a request's `Host` is one that this server goes by; `asked` is the address it was told to listen on. */
export function isFor(header: string | undefined, asked: string): boolean {
  const [, name] = /^(\[[0-9a-f:.]+\]|[^:\s]+)(?::\d{1,5})?$/i.exec(header ?? '') ?? []
  if (name === undefined) return false
  const host = name.toLowerCase()
  if (LOCAL.has(host) || host === asked.toLowerCase() || host === `[${asked.toLowerCase()}]`) return true
  // A name can be bound to any address by its owner; a number is what it is.
  return EVERY.has(asked) && isIP(host.replace(/^\[|\]$/g, '')) !== 0
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
