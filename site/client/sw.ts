/**
 * The service worker: keeps the whole book in a cache. Pages come from the network first; if it does not answer for
 * some seconds, the copy is shown. Only successful responses are stored.
 */
declare const BOOK: { readonly version: string; readonly commit: string }

interface WorkerScope {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(kind: string, listener: (event: WorkerEvent) => void): void
}
interface WorkerEvent {
  readonly request: Request
  readonly data:
    | { readonly kind?: string; readonly url?: string; readonly links?: readonly string[] }
    | undefined
  readonly source: { postMessage(data: unknown): void } | null
  waitUntil(promise: Promise<unknown>): void
  respondWith(response: Promise<Response>): void
}
const worker = self as unknown as WorkerScope

const PATIENCE = 3000
const AT_ONCE = 6
const scope = new URL(worker.registration.scope)
const NAME = `alertbook ${scope.pathname}`
const manifestUrl = new URL('offline.json', scope).href
/** Address in the cache of the manifest of a completely stored book. */
const keptUrl = `${manifestUrl}?kept`

/** Fingerprints of the bundles that were fetched because they are near to a page. */
const nearUrl = `${manifestUrl}?near`
/** Bundles of a shelf that are near: some hundred pages. */
const NEAR = 12

/** Addresses recently answered from the cache, with the time of the copy. */
const stale = new Map<string, number>()

type Prints = Readonly<Record<string, string>>

interface Manifest {
  readonly version: string
  /** Single files and bundles of pages: by path, with a fingerprint of the content. */
  readonly files: Prints
  readonly bundles: Prints
}

/** A manifest of the stored book, with the addresses in each bundle. */
interface Kept extends Manifest {
  readonly pages: Readonly<Record<string, readonly string[]>>
}

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting())
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim())
})

worker.addEventListener('message', (event) => {
  if (event.data?.kind === 'age' && event.data.url) {
    const time = stale.get(keyOf(event.data.url))
    event.source?.postMessage({ cached: time !== undefined, time, commit: BOOK.commit })
  }
  const { kind, url, links = [] } = event.data ?? {}
  if (kind === 'near' && url) event.waitUntil(near(url, links))
  if (kind === 'keep' && url) {
    keeping ??= keep(url, links).finally(() => {
      keeping = undefined
    })
    event.waitUntil(keeping)
  }
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname))
    return
  // Something else may be served below the book, where an old answer would be a wrong one.
  if (request.mode === 'navigate' || isOfBook(url)) event.respondWith(answer(request, url))
})

/** Whether an address may be one of the files that readers need offline. */
const isOfBook = ({ pathname }: URL): boolean =>
  /^(?:(?:.*\/)?(?:[^/]*\.html)?|(?:assets|files)\/.*|search(?:-\d+)?\.json)$/.test(
    pathname.slice(scope.pathname.length),
  )

/** The cache ignores queries: labels in the address do not matter. */
function keyOf(address: string): string {
  const url = new URL(address)
  return url.origin + url.pathname
}

async function answer(request: Request, url: URL): Promise<Response> {
  // Pages are requested without caches on the way, which could hide a deploy.
  const asked = request.mode === 'navigate' ? new Request(request, { cache: 'no-cache' }) : request
  const sent = fetch(asked)
  // Where nothing can be stored, the book is read as if there were no worker.
  const cache = await caches.open(NAME).catch(() => undefined)
  if (!cache) return sent
  const key = keyOf(request.url)
  const network = sent.then(async (response) => {
    if (response.ok && response.type === 'basic' && !response.redirected && isOfBook(url)) {
      stale.delete(key)
      await store(cache, key, response)
    }
    return response
  })
  const copy = await cache.match(key).catch(() => undefined)
  if (!copy) return network.catch(() => missing(cache, request))
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE))
  const response = await Promise.race([network.catch(() => undefined), late])
  // An outage of the host must not hide a stored page; a missing page is a valid answer.
  if (response && response.status < 500) return response
  if (request.mode === 'navigate') stale.set(key, Date.parse(copy.headers.get('date') ?? '') || Date.now())
  return copy
}

/** Stores a response. Throws if the network breaks off before its end: half a page replaces nothing. */
async function store(cache: Cache, key: string, response: Response): Promise<void> {
  const { status, headers } = response
  const whole = await response.clone().blob()
  // A full disk takes nothing from the reader but the copy.
  await cache.put(key, new Response(whole, { status, headers })).catch(() => undefined)
}

/** Without a network or a copy: the page that lists similar names. */
async function missing(cache: Cache, request: Request): Promise<Response> {
  const page = request.mode === 'navigate' ? await cache.match(new URL('404.html', scope).href) : undefined
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error()
}

/** For connections that are slow or paid for, and for large books: the shelf of a page, and what it links to where no copy is yet. */
async function near(url: string, links: readonly string[]): Promise<void> {
  const cache = await caches.open(NAME)
  const response = await fetch(manifestUrl)
  if (!response.ok) return
  const { bundles } = (await response.json()) as Manifest
  const shelf = new URL('..', url).href
  const folderOf = (path: string): string => new URL(path.replace(/^offline\/|[^/]*$/g, ''), scope).href
  const before = await cache.match(nearUrl)
  const had = (before ? await before.json() : {}) as Record<string, string>
  const wanted = Object.keys(bundles).filter((path) => folderOf(path) === shelf)
  for (const path of wanted.slice(0, NEAR))
    if (had[path] !== bundles[path] && (await unpack(cache, path))) had[path] = bundles[path]!
  await cache.put(nearUrl, new Response(JSON.stringify(had)))
  for (const one of new Set([...links.map(keyOf), new URL('404.html', scope).href])) {
    if (!one.startsWith(scope.href) || (await cache.match(one))) continue
    const file = await fetch(one).catch(() => undefined)
    if (file?.ok && !file.redirected) await cache.put(one, file)
  }
}

/** The published address of a file of the book. */
const address = (path: string): string => new URL(path.replace(/(^|\/)index\.html$/, '$1'), scope).href

/** Stores the pages of a bundle; returns their addresses, or undefined if it could not be fetched. */
async function unpack(cache: Cache, path: string): Promise<string[] | undefined> {
  const response = await fetch(address(path), { cache: 'no-cache' }).catch(() => undefined)
  if (!response?.ok || response.redirected) return undefined
  const pages = Object.entries((await response.json()) as Record<string, string>)
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    date: response.headers.get('date') ?? new Date().toUTCString(),
  }
  for (const [page, text] of pages) await cache.put(address(page), new Response(text, { headers }))
  return pages.map(([page]) => page)
}

let keeping: Promise<void> | undefined

/** A book of more bundles is not fetched whole: 400 are some 3,000 pages, and 10 MB on the wire. */
const MOST = 400

/**
 * Fetches every file and every bundle that is new or has changed since the last book, a few at a time; of a large book
 * what is near to the page at `url`.
 */
async function keep(url: string, links: readonly string[]): Promise<void> {
  const cache = await caches.open(NAME)
  const before = await cache.match(keptUrl)
  const old = before ? ((await before.json()) as Partial<Kept>) : undefined
  if (old?.version === BOOK.version) return
  const response = await fetch(manifestUrl, { cache: 'no-cache' })
  if (!response.ok) return
  const book = (await response.json()) as Manifest
  if (Object.keys(book.bundles).length > MOST) return near(url, links)
  const changed = (now: Prints, then: Prints | undefined): string[] =>
    Object.keys(now).filter((path) => now[path] !== then?.[path])
  const pages: Record<string, readonly string[]> = {}
  for (const path of Object.keys(book.bundles)) pages[path] = old?.pages?.[path] ?? []
  let complete = true
  const jobs = [
    ...changed(book.files, old?.files).map((path) => async () => {
      const file = await fetch(address(path), { cache: 'no-cache' }).catch(() => undefined)
      if (file?.ok && !file.redirected) await cache.put(address(path), file)
      else complete = false
    }),
    ...changed(book.bundles, old?.bundles).map((path) => async () => {
      const brought = await unpack(cache, path)
      if (brought) pages[path] = brought
      else complete = false
    }),
  ]
  const next = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  // An incomplete book is fetched again next time; until then nothing is lost.
  if (!complete) return
  const known = new Set([...Object.keys(book.files), ...Object.values(pages).flat()].map(address))
  for (const { url } of await cache.keys()) if (url !== keptUrl && !known.has(url)) await cache.delete(url)
  await cache.put(keptUrl, new Response(JSON.stringify({ ...book, pages } satisfies Kept)))
}
