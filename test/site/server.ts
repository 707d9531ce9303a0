/** Serves a site's files from memory under a base, like GitHub Pages, with a strict policy. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OutputFile } from '../../src/model.ts'

export const POLICY = "default-src 'self'"

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  xml: 'application/xml',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
}

export interface Site {
  /** Address of the base, `http://127.0.0.1:1234/a/b/`. */
  readonly url: string
  /** Answers a path below the base in another way: returns whether it did. */
  interrupt(answer: ((path: string, response: ServerResponse) => boolean) | undefined): void
  /** Replaces the files by another version. */
  publish(files: readonly OutputFile[]): void
  stop(): Promise<void>
}

const contents = (files: readonly OutputFile[]): Map<string, string | Uint8Array> =>
  new Map(files.map(({ path, make }) => [path.replace(/^site\//, ''), make()]))

/** The server's response for a path under the base: the file, its index, or undefined. */
export function lookUp(
  files: ReadonlyMap<string, string | Uint8Array>,
  path: string,
): [name: string, text: string | Uint8Array] | undefined {
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path
  const text = files.get(name)
  return text === undefined ? undefined : [name, text]
}

export async function serve(files: readonly OutputFile[], base: string): Promise<Site> {
  let current = contents(files)
  let interrupting: ((path: string, response: ServerResponse) => boolean) | undefined
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    if (interrupting?.(path.slice(base.length), response)) return
    const found = path.startsWith(base) ? lookUp(current, path.slice(base.length)) : undefined
    const [name, text] = found ?? ['404.html', current.get('404.html') ?? 'missing']
    response.writeHead(found ? 200 : 404, {
      'content-type': TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
    })
    response.end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${base}`,
    interrupt(answer) {
      interrupting = answer
    },
    publish(next) {
      current = contents(next)
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
