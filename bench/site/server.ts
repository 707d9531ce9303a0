/** Serves a folder like a good host: compressed, cached by fingerprint, counting each response. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml',
}

/** One response. */
export interface Sent {
  readonly path: string
  /** Bytes of the body as sent; compressed if that is smaller. */
  readonly bytes: number
}

export interface Host {
  readonly url: string
  /** Responses sent since the last call. */
  taken(): readonly Sent[]
  /** From now on, delays scripts by this many milliseconds; 0 for none. */
  delayScripts(milliseconds: number): void
  stop(): Promise<void>
}

export async function host(folder: string): Promise<Host> {
  let sent: Sent[] = []
  let delay = 0
  const packed = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const path = lookUp(folder, decodeURIComponent(pathname))
    const isScript = path !== undefined && /\.m?js$/.test(path)
    setTimeout(() => answer(response, pathname, path), isScript ? delay : 0)
  })
  const answer = (response: ServerResponse, pathname: string, path: string | undefined): void => {
    const file = path ?? lookUp(folder, '/404.html')
    const raw = file === undefined ? Buffer.from('missing') : readFileSync(file)
    const type = TYPES[extname(file ?? '')] ?? 'application/octet-stream'
    const isText = Object.values(TYPES).includes(type)
    const body = isText ? (packed.get(file!) ?? gzipSync(raw, { level: 9 })) : raw
    if (isText) packed.set(file!, body)
    sent.push({ path: pathname, bytes: body.length })
    response.writeHead(path === undefined ? 404 : 200, {
      'content-type': type,
      'content-length': body.length,
      ...(isText && { 'content-encoding': 'gzip' }),
      'cache-control': 'no-cache',
    })
    response.end(body)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken() {
      const all = sent
      sent = []
      return all
    },
    delayScripts(milliseconds) {
      delay = milliseconds
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The file for an address: itself, its `index.html`, or itself with `.html`. */
function lookUp(folder: string, pathname: string): string | undefined {
  const path = normalize(join(folder, pathname))
  if (!path.startsWith(folder)) return undefined
  return [path, join(path, 'index.html'), `${path.replace(/\/$/, '')}.html`].find(
    (one) => existsSync(one) && statSync(one).isFile(),
  )
}
