/**
 * The development server: serves the outputs from memory, rebuilds when a source changes, and notifies the browser. It
 * never writes. A build with errors keeps the last good pages, and the strip at the foot of the page shows the errors.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { Diagnostic, OutputFile } from '../model.ts'
import { bounded } from '../report/index.ts'
import { own } from '../text/own.ts'
import { CLIENT } from './client.ts'
import { watchAll } from './watch.ts'

export type Files = ReadonlyMap<string, () => string | Uint8Array>

export interface Built {
  /**
   * By path below the site, `index.html`, `alloy/down/index.html`, made on demand; undefined if the build had errors.
   */
  readonly files: Files | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** The runbook of a page, by its path. */
  readonly runbookOf: ReadonlyMap<string, string>
  /** `file:line:column` of a diagnostic. */
  placeOf(diagnostic: Diagnostic): string
  /** Path of the published site, `/runbooks/`: addresses in rules begin with it and lead to the same pages. */
  readonly base: string
}

export interface DevOptions<B extends Built = Built> {
  readonly root: string
  /** Folders and files to watch, relative to the root. */
  readonly watched: readonly string[]
  /** The server from `openPort`: it answers nobody before the first build. */
  readonly server: Server
  /** The address to listen on. */
  readonly host: string
  build(): B
  /** The page of a file that changed, by its path from the root: where it can be shown before all is built. */
  preview(file: string): OutputFile | undefined
  /** The documentation of a code, as Markdown; undefined if there is none. */
  explain(code: string): string | undefined
  /** Called after every build with its duration in milliseconds. */
  onBuild(built: B, milliseconds: number): void
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

/** The shortest pause between showing a page by itself and building the whole site: the browser fetches the page in it. */
const SHOWN_MS = 250

/** Opens a port, 0 for any free one. Rejects with the system's error if that fails. */
export function openPort(host: string, port: number): Promise<{ server: Server }> {
  const server = createServer((_, response) => {
    response.setHeader('refresh', '1')
    send(response, 503, 'text/plain', 'The first build is running.\n')
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve({ server }))
  })
}

/** Starts the server; resolves once the first build is done and the server answers. */
export async function startDevServer<B extends Built>(options: DevOptions<B>): Promise<DevServer> {
  /** The browsers to notify of changes, and the page that each shows. */
  const clients = new Map<ServerResponse, string>()
  let lasted = 0
  const timed = (): B => {
    const start = performance.now()
    const built = options.build()
    lasted = performance.now() - start
    options.onBuild(built, lasted)
    return built
  }
  let current = timed()
  let good = current.files ?? new Map<string, () => string | Uint8Array>()
  /** Pages that were shown by themselves since the last build, as they were shown. */
  const shown = new Map<string, string | Uint8Array>()

  const tell = (event: (page: string) => 'changed' | 'judged' | undefined): void => {
    for (const [client, page] of clients) {
      const told = event(page)
      if (told) client.write(`data: ${told}\n\n`)
    }
  }
  const rebuild = (): void => {
    try {
      current = timed()
    } catch (error) {
      // The build could not even start: the pages stay, and the next change may fix it.
      options.onError(error)
      return
    }
    good = current.files ?? good
    // A browser that already shows this page keeps it, and only gets the findings.
    const isSeen = (page: string): boolean => {
      const text = shown.get(page)
      try {
        return text !== undefined && current.files?.get(page)?.() === text
      } catch {
        return false
      }
    }
    tell((page) => (isSeen(page) ? 'judged' : 'changed'))
    shown.clear()
  }
  /** Shows the page of the one file that changed; whether that could be done. */
  const preview = (file: string): boolean => {
    try {
      const made = options.preview(file)
      if (!made) return false
      const text = made.make()
      shown.set(made.path, text)
      good = new Map([...good, [made.path, () => text]])
      tell((page) => (page === made.path ? 'changed' : undefined))
      return true
    } catch {
      // The build that follows says what is wrong.
      return false
    }
  }
  // A large book takes long to build, and no request is answered meanwhile: after another save, the page comes first again.
  const watching = watchAll(options, rebuild, preview, () => Math.max(SHOWN_MS, lasted))

  const { server, host } = options
  server.removeAllListeners('request')
  const listener = guarded(options.onError, (request, response) => {
    const names = request.headersDistinct.host ?? []
    if (names.length !== 1 || !isFor(names[0], host) || isForeign(request, host))
      return send(
        response,
        403,
        'text/plain',
        `Forbidden: this server answers only to localhost${nameOf(host)}\n`,
      )
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD')
      return send(response, 405, 'text/plain', 'Method not allowed\n')
    }
    const asked = decodePath(request)
    const path = asked === undefined ? undefined : withoutBase(asked, current.base)
    if (path === undefined) return send(response, 400, 'text/plain', 'Bad request\n')
    if (path === '__alertbook/events')
      return request.method === 'HEAD'
        ? send(response, 200, EVENTS, '')
        : subscribe(response, clients, pageOf(request, current.base))
    if (path === '__alertbook/dev.js') return send(response, 200, TYPES.js!, CLIENT)
    if (path === '__alertbook/diagnostics')
      return send(response, 200, TYPES.json!, diagnosticsFor(current, request))
    if (path.startsWith(EXPLAIN)) {
      const text = options.explain(path.slice(EXPLAIN.length))
      return send(response, text === undefined ? 404 : 200, TYPES.txt!, text ?? 'There is no such code.\n')
    }
    // A service worker from an earlier build must not answer in place of this server.
    if (path === 'sw.js') return send(response, 200, TYPES.js!, 'self.registration.unregister()\n')
    return serve(response, good, path, current)
  })
  server.on('request', listener)
  const { port } = server.address() as { port: number }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/`,
    close: () =>
      new Promise((resolve) => {
        watching.close()
        for (const client of clients.keys()) client.end()
        server.close(() => resolve())
      }),
  }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** A page is made from its source when it is asked for, and that may be gone: the rebuild is under way then. */
function guarded(onError: (error: unknown) => void, listener: Listener): Listener {
  return (request, response) => {
    try {
      listener(request, response)
    } catch (error) {
      onError(error)
      response.setHeader('refresh', '1')
      send(response, 503, 'text/plain', 'This page cannot be made now.\n')
    }
  }
}

/** Names of this machine for its own browser. A foreign page can make its own name resolve to our address. */
const LOCAL: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Addresses that mean all of this machine's: with them, any numeric address is accepted. */
const EVERY: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

const nameOf = (host: string): string => (LOCAL.has(host) || EVERY.has(host) ? '' : ` and ${host}`)

/** Whether a request's `Host` names this server; `asked`: the address it was told to listen on. */
export function isFor(header: string | undefined, asked: string): boolean {
  const [, name] = /^(\[[0-9a-f:.]+\]|[^:\s]+)(?::\d{1,5})?$/i.exec(header ?? '') ?? []
  if (name === undefined) return false
  const host = name.toLowerCase()
  if (LOCAL.has(host) || host === asked.toLowerCase() || host === `[${asked.toLowerCase()}]`) return true
  // The owner of a name can make it resolve to any address; a number cannot be redirected.
  return EVERY.has(asked) && isIP(host.replace(/^\[|\]$/g, '')) !== 0
}

/** Whether a page of another site asks, for itself: one may link to us, but neither show nor load nor listen to anything. */
function isForeign({ headers }: IncomingMessage, asked: string): boolean {
  // A frame navigates as well.
  const isLink =
    headers['sec-fetch-mode'] === 'navigate' && (headers['sec-fetch-dest'] ?? 'document') === 'document'
  if (headers['sec-fetch-site'] === 'cross-site' && !isLink) return true
  return headers.origin !== undefined && !isFor(headers.origin.replace(/^https?:\/\//, ''), asked)
}

function decodePath(request: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).replace(/^\/+/, '')
  } catch {
    return undefined
  }
}

const EXPLAIN = '__alertbook/explain/'

const EVENTS = 'text/event-stream'

/** The path below the site, whether or not the request includes the base of the published site. */
function withoutBase(path: string, base: string): string {
  const folder = base.replace(/^\//, '')
  return folder !== '' && `${path}/`.startsWith(folder) ? path.slice(folder.length) : path
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' })
  response.end(body)
}

function subscribe(response: ServerResponse, clients: Map<ServerResponse, string>, page: string): void {
  response.writeHead(200, { 'content-type': EVENTS, 'cache-control': 'no-store' })
  response.write(': hello\n\n')
  clients.set(response, page)
  response.on('close', () => clients.delete(response))
}

/** The file of the page that a browser asks about, below the site. */
function pageOf(request: IncomingMessage, base: string): string {
  const page = new URL(request.url ?? '/', 'http://localhost').searchParams.get('page') ?? ''
  const path = withoutBase(page.replace(/^\/+/, ''), base)
  return path === '' || path.endsWith('/') ? `${path}index.html` : path
}

/** The errors of the requested page, and the number of errors elsewhere. */
function diagnosticsFor(built: Built, request: IncomingMessage): string {
  const file = built.runbookOf.get(pageOf(request, built.base).replace(/index\.html$/, ''))
  const here = built.diagnostics.filter((one) => one.file === file)
  const elsewhere = built.diagnostics.filter((one) => one.file !== file && one.severity === 'error')
  return JSON.stringify({
    stale: built.files === undefined,
    lines: bounded([...here, ...elsewhere]).map((one) => ({
      severity: one.severity,
      place: built.placeOf(one),
      message: one.message,
      ...(one.hint !== undefined && { hint: one.hint }),
      code: one.code,
    })),
  })
}

function serve(response: ServerResponse, files: Files, path: string, { diagnostics }: Built): void {
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path
  const body = files.get(name)?.()
  if (body === undefined && files.has(`${name}/index.html`)) {
    response.writeHead(302, { location: `/${encodeURI(path)}/` })
    response.end()
    return
  }
  const found =
    body ??
    files.get('404.html')?.() ??
    noPage(diagnostics.filter(({ severity }) => severity === 'error').length)
  const type =
    body === undefined ? TYPES.html! : (own(TYPES, name.split('.').at(-1)!) ?? 'application/octet-stream')
  const text = type === TYPES.html ? withClient(String(found)) : found
  send(response, body === undefined ? 404 : 200, type, text)
}

/** Shown while there is no site yet; the strip below shows the errors, and the page appears once they are fixed. */
const noPage = (errors: number): string =>
  `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>No page yet</title>
<body style="font: 1rem/1.6 system-ui, sans-serif; margin: 4rem auto; max-width: 40rem; padding: 0 1rem">
<h1>No page yet</h1><p>The first build has ${errors} ${errors === 1 ? 'error' : 'errors'}, listed below and in the terminal. This page reloads when ${errors === 1 ? 'it is' : 'they are'} corrected.</p></body>`

const withClient = (html: string): string => {
  const script = '<script src="/__alertbook/dev.js" defer></script>'
  return html.includes('</body>') ? html.replace('</body>', () => `${script}</body>`) : html + script
}
