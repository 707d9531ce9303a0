/** The development server answers only this machine, only reads, and survives everything in the sources. */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isFor } from '../../src/dev/server.ts'
import { alertbook, root as repository, temporaryProject } from '../setup.ts'

const PAGE = (text: string): string =>
  `# Up\n\n\`\`\`yaml\nalert: Down\nexpr: up == 0\nfor: 5m\n\`\`\`\n\n## Meaning\n\n${text}\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n`

interface Served {
  readonly root: string
  readonly port: number
  /** Everything it printed. */
  said(): string
}

/** A server in its own process, on a free port. */
async function serve(files: Readonly<Record<string, string>> = {}, ...args: string[]): Promise<Served> {
  const root = temporaryProject({ 'runbooks/up.md': PAGE('first'), ...files })
  const child = spawn(
    process.execPath,
    [
      join(repository, 'lib/cli.js'),
      ...['dev', '--port', '0', ...(args.includes('--cache') ? [] : ['--no-cache'])],
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  const port = await new Promise<number>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString()
      const [, found] = /^http:\/\/\S+:(\d+)\//m.exec(said) ?? []
      if (found !== undefined) resolve(Number(found))
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)))
  })
  return { root, port, said: () => said }
}

interface Answer {
  readonly status: number
  readonly body: string
  readonly allow: string | undefined
}

function ask(port: number, path: string, host?: string, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host }
    const sent = request({ host: '127.0.0.1', port, path, method, headers, timeout: 20_000 }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, allow: response.headers.allow }),
      )
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    sent.end()
  })
}

/** The response to bytes that no client would send. */
function askRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(text))
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('close', () => resolve(answer))
  })
}

/** What a page is told, as it comes; from the server's answer on, so that nothing is missed. */
async function listen(port: number, page: string): Promise<string[]> {
  const told: string[] = []
  await new Promise<void>((answered) => {
    const sent = request(
      { host: '127.0.0.1', port, path: `/__alertbook/events?page=${page}` },
      (response) => {
        response.on('data', (chunk: Buffer) => {
          for (const [, event] of chunk.toString().matchAll(/^data: (\w+)$/gm)) told.push(event!)
        })
        answered()
      },
    )
    sent.on('error', () => {})
    sent.end()
    onTestFinished(() => void sent.destroy())
  })
  return told
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it never came to that')
    await new Promise((done) => setTimeout(done, 20))
  }
}

describe('names that a server goes by', () => {
  const rows: [host: string | undefined, asked: string, answer: boolean][] = [
    ['localhost', '127.0.0.1', true],
    ['LOCALHOST:4321', '127.0.0.1', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1:1', '127.0.0.1', true],
    ['[::1]', '127.0.0.1', true],
    ['[::1]:4321', '127.0.0.1', true],
    ['box.lan:4321', 'box.lan', true],
    ['[fd00::7]:4321', 'fd00::7', true],
    ['192.168.0.7:4321', '0.0.0.0', true],
    ['[fd00::7]', '::', true],
    [undefined, '127.0.0.1', false],
    ['', '127.0.0.1', false],
    ['evil.example', '127.0.0.1', false],
    ['evil.example:4321', '0.0.0.0', false],
    ['localhost.evil.example', '127.0.0.1', false],
    ['127.0.0.1.evil.example', '127.0.0.1', false],
    ['evil.example@localhost', '127.0.0.1', false],
    ['localhost:4321@evil.example', '127.0.0.1', false],
    ['localhost:4321:1', '127.0.0.1', false],
    ['localhost.', '127.0.0.1', false],
    ['127.0.0.2', '127.0.0.1', false],
    ['2130706433', '127.0.0.1', false],
    ['0x7f000001', '0.0.0.0', false],
    ['192.168.0.7', '127.0.0.1', false],
    ['[::ffff:127.0.0.1]', '127.0.0.1', false],
    ['localhost evil', '127.0.0.1', false],
    ['other.lan', 'box.lan', false],
  ]
  test.each(rows)('%s, asked to listen on %s: %s', (host, asked, answer) => {
    expect(isFor(host, asked)).toBe(answer)
  })
})

describe('a running server', () => {
  test('answers no other host, and no other method', async () => {
    const { port } = await serve()
    const paths = [
      '/',
      '/up/',
      '/up/index.md',
      '/__alertbook/diagnostics?page=/up/',
      '/__alertbook/events',
      '/__alertbook/dev.js',
      '/sw.js',
      '/none',
    ]
    for (const path of paths) {
      const { status, body } = await ask(port, path, 'evil.example')
      expect({ path, status }).toEqual({ path, status: 403 })
      expect(body).not.toContain('first')
    }
    for (const host of ['localhost:1', `127.0.0.1:${port}`, '[::1]'])
      expect((await ask(port, '/up/', host)).body).toContain('first')
    for (const method of ['POST', 'PUT', 'DELETE', 'TRACE', 'OPTIONS', 'PATCH'])
      expect(await ask(port, '/up/', undefined, method)).toMatchObject({ status: 405, allow: 'GET, HEAD' })
    expect(await ask(port, '/up/', undefined, 'HEAD')).toMatchObject({ status: 200, body: '' })
    expect(await ask(port, '/__alertbook/events', undefined, 'HEAD')).toMatchObject({ status: 200, body: '' })
    expect(await askRaw(port, 'GET /up/ HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/)
    const headers = (more: string): string =>
      `GET /up/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${more}\r\n\r\n`
    for (const foreign of [
      'Origin: https://evil.example',
      'Origin: null',
      'Origin: http://localhost.evil.example',
      'Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors',
      ...['iframe', 'frame', 'object', 'embed'].map(
        (dest) => `Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: ${dest}`,
      ),
    ])
      expect(await askRaw(port, headers(foreign)), foreign).toMatch(/^HTTP\/1\.1 403/)
    for (const own of [
      `Origin: http://localhost:${port}`,
      'Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors',
      'Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate',
      'Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document',
    ])
      expect(await askRaw(port, headers(own)), own).toMatch(/^HTTP\/1\.1 200/)
    expect(
      await askRaw(port, 'GET /up/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n'),
    ).not.toContain('first')
    expect(
      await askRaw(port, 'GET http://evil.example/up/ HTTP/1.1\r\nHost: evil.example\r\n\r\n'),
    ).not.toContain('first')
  })

  test('a pipe, a device, a link that leads out and an empty project stop it for no request', async () => {
    const { root, port, said } = await serve()
    mkdirSync(join(root, 'rules'))
    execFileSync('mkfifo', [join(root, 'runbooks/pipe.md')])
    execFileSync('ln', ['-s', '/proc/self/environ', join(root, 'runbooks/leak.md')])
    await until(() => said().includes('pages unchanged'))
    expect((await ask(port, '/up/')).body).toContain('first')
    const { body } = await ask(port, '/__alertbook/diagnostics?page=/up/')
    expect(body).toContain('runbooks/pipe.md')
    expect(body).toContain('runbooks/leak.md')
    expect((await ask(port, '/leak/')).status).toBe(404)
    for (const name of ['pipe.md', 'leak.md', 'up.md']) rmSync(join(root, 'runbooks', name))
    await until(() => said().includes('no runbooks or rule files'))
    expect((await ask(port, '/up/')).body).toContain('first')
    writeFileSync(join(root, 'runbooks/up.md'), PAGE('second'))
    await until(async () => (await ask(port, '/up/')).body.includes('second'))
  })

  test('sees every change of what is taken away, replaced and brought back', async () => {
    const { root, port } = await serve({
      'alertbook.yml': '',
      'rules/r.yml': 'groups: [{ name: g, rules: [{ record: a:b, expr: up }] }]\n',
      'runbooks/team/down.md': PAGE('team').replace('Down', 'Gone'),
    })
    const path = (name: string): string => join(root, name)
    const shows = (page: string, text: string): Promise<void> =>
      until(async () => (await ask(port, page)).body.includes(text))
    /** As `git checkout`, `sed -i` and many editors write. */
    const replace = (name: string, text: string): void => {
      writeFileSync(path('beside'), text)
      renameSync(path('beside'), path(name))
    }
    for (const text of ['second', 'third']) {
      replace('runbooks/up.md', PAGE(text))
      await shows('/up/', text)
    }
    writeFileSync(path('runbooks/up.md'), PAGE('in its place'))
    await shows('/up/', 'in its place')
    for (const folder of ['runbooks/team', 'runbooks']) {
      renameSync(path(folder), path('away'))
      await until(async () => (await ask(port, '/team/down/')).status !== 200)
      renameSync(path('away'), path(folder))
      await shows('/team/down/', 'team')
      writeFileSync(path('runbooks/team/down.md'), PAGE(`team, after ${folder}`).replace('Down', 'Gone'))
      await shows('/team/down/', `team, after ${folder}`)
    }
    for (const title of ['One', 'Two', 'Three']) {
      replace('alertbook.yml', `site: { title: ${title} }\n`)
      await shows('/', title)
    }
  })

  test('a page whose source is gone before it is made ends nothing', async () => {
    const others = Array.from({ length: 60 }, (_, i) => [
      `runbooks/p${i}.md`,
      PAGE('x').replace('Down', `P${i}`),
    ])
    const { root, port, said } = await serve(
      { 'alertbook.yml': '', ...Object.fromEntries(others) },
      '--cache',
      'kept',
    )
    // Of files that did not change since the last build, the text is read when it is needed.
    writeFileSync(join(root, 'runbooks/up.md'), PAGE('second'))
    await until(async () => (await ask(port, '/up/')).body.includes('second'))
    await until(() => said().split('built in').length > 2)
    for (let round = 0; round < 5; round++) {
      renameSync(join(root, 'runbooks'), join(root, 'away'))
      const asked = others.map((_, i) => ask(port, `/p${i}/`))
      for (const { status } of await Promise.all(asked)) expect([200, 404, 503]).toContain(status)
      renameSync(join(root, 'away'), join(root, 'runbooks'))
      await until(async () => (await ask(port, '/p1/')).status === 200)
    }
    expect(said()).not.toContain('Node.js v')
  })

  test('a port that is taken is said before anything is built, with the way out', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    )
    onTestFinished(() => void other.close())
    const root = temporaryProject({ 'runbooks/up.md': PAGE('x') })
    const { code, out, err } = await alertbook(['dev', '--root', root, '--port', String(port)])
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toBe(
      `alertbook: port ${port} of 127.0.0.1 is taken\n  hint: take any free one with \`--port 0\`, or name another\n`,
    )
  })

  test('tells what is wrong, first and later, in the terminal and on the page', async () => {
    const broken = PAGE('x').replace('expr: up == 0', 'expr: up ==')
    const { root, port, said } = await serve({ 'runbooks/up.md': broken })
    expect(said()).toMatch(/^error {2}promql-syntax {2}/m)
    expect(said()).toContain('runbooks/up.md:5:12\n    5 │ expr: up ==\n')
    expect(said()).toMatch(/built in \d+ ms: 1 error, \d findings?, nothing to show yet\n/)
    const { status, body } = await ask(port, '/up/')
    expect(status).toBe(404)
    expect(body).toContain('The first build has 1 error')
    expect(body).toContain('/__alertbook/dev.js')

    writeFileSync(join(root, 'runbooks/up.md'), PAGE('second').replace('for: 5m\n', ''))
    await until(async () => (await ask(port, '/up/')).status === 200)
    expect(said().match(/alert-for/g)).toHaveLength(1)
    const found = JSON.parse((await ask(port, '/__alertbook/diagnostics?page=/up/')).body) as {
      lines: object[]
    }
    expect(found.lines).toContainEqual({
      severity: 'info',
      place: 'runbooks/up.md:4:8',
      message: 'Alert `Down` has no `for`: one bad evaluation pages',
      hint: 'add `for: 5m` so that one bad scrape does not page anyone',
      code: 'alert-for',
    })
    expect((await ask(port, '/__alertbook/explain/alert-for')).body).toContain('# alert-for')
    expect((await ask(port, '/__alertbook/explain/..%2f..%2fREADME')).status).toBe(404)

    // Known findings are not reported again; returning ones are.
    writeFileSync(join(root, 'runbooks/up.md'), PAGE('third').replace('for: 5m\n', ''))
    await until(async () => (await ask(port, '/up/')).body.includes('third'))
    expect(said().match(/alert-for/g)).toHaveLength(1)
  })

  test('finds what a check finds', async () => {
    const files = {
      'runbooks/up.md': PAGE('x').replace(
        'for: 5m',
        'annotations:\n  summary: \'{{ reReplaceAll "(" "" $labels.job }}\'\n  runbook_url: https://else.where/up',
      ),
      'runbooks/other.md': '# Other\n\n## Meaning\n\nA page for `Down`, with a [link](none.md).\n',
      'rules/a.yml': 'groups:\n- name: a\n  rules:\n  - alert: Gone\n    expr: up == 0\n',
      'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n',
    }
    const { root, port } = await serve(files)
    execFileSync('ln', ['-s', '/proc/self/environ', join(root, 'runbooks/leak.md')])
    writeFileSync(join(root, 'runbooks/up.md'), `${files['runbooks/up.md']}\n`)
    const told = async (): Promise<string[]> => {
      const pages = ['/up/', '/other/', '/none/']
      const answers = await Promise.all(
        pages.map((page) => ask(port, `/__alertbook/diagnostics?page=${page}`)),
      )
      const lines = answers.flatMap(({ body }) => (JSON.parse(body) as { lines: { code: string }[] }).lines)
      return [...new Set(lines.map(({ code }) => code))].sort()
    }
    await until(async () => (await told()).includes('file-outside'))
    const { out } = await alertbook(['check', '--root', root, '--format', 'json', '--no-cache'])
    const checked = (JSON.parse(out) as { diagnostics: { code: string; file: string; severity: string }[] })
      .diagnostics
    const wanted = checked.filter(
      ({ file, severity }) => severity === 'error' || file.startsWith('runbooks/'),
    )
    expect(await told()).toEqual([...new Set(wanted.map(({ code }) => code))].sort())
    expect(await told()).toContain('template-type')
  })

  test('offers no fix: nothing proves one here', async () => {
    const files = { 'runbooks/up.md': PAGE('See https://gitlab.com/<user>.keys and <b>that</b>.') }
    const { root, said } = await serve(files)
    const { out } = await alertbook(['check', '--root', root, '--no-cache'])
    expect(out).toMatch(/^ {2}fix: /m)
    expect(said()).toMatch(/^ {2}hint: /m)
    expect(said()).not.toMatch(/^ {2}fix: /m)
  })

  test('shows a page before the whole book is judged, and tells its readers once more only what is wrong with it', async () => {
    const { root, port } = await serve({ 'runbooks/other.md': '# Other\n\n[up](up.md)\n' })
    const here = await listen(port, '/up/')
    const elsewhere = await listen(port, '/other/')
    const show = async (text: string): Promise<void> => {
      here.length = 0
      elsewhere.length = 0
      writeFileSync(join(root, 'runbooks/up.md'), text)
      await until(() => here.length > 0)
    }
    await show(PAGE('second, with a [link](other.md)'))
    expect(here).toEqual(['changed'])
    const early = (await ask(port, '/up/')).body
    expect(early).toContain('second, with a <a href="../other/">link</a>')
    await until(() => here.length > 1 && elsewhere.length > 0)
    expect({ here, elsewhere }).toEqual({ here: ['changed', 'judged'], elsewhere: ['changed'] })
    expect((await ask(port, '/up/')).body).toBe(early)
    // Others may mean the heading: the whole book is bound anew.
    await show(PAGE('third').replace('## Meaning', '## What it means'))
    await until(() => elsewhere.length > 0)
    expect({ here, elsewhere }).toEqual({ here: ['changed'], elsewhere: ['changed'] })
    // An error leaves the last good page, and no half of a new one.
    await show(PAGE('fourth').replace('for: 5m', 'for: [5m'))
    await until(async () =>
      (await ask(port, '/__alertbook/diagnostics?page=/up/')).body.includes('"stale":true'),
    )
    expect((await ask(port, '/up/')).body).toContain('third')
  })

  test('finds the address of a rule, and shows a page that is not there as the site does', async () => {
    const { port } = await serve({ 'alertbook.yml': 'site:\n  url: https://runbooks.corp/books/ops/\n' })
    for (const path of ['/up/?instance=a', '/books/ops/up/?instance=a', '/books/ops/up'])
      expect([200, 302]).toContain((await ask(port, path)).status)
    const lost = await ask(port, '/nowhere/')
    expect(lost.status).toBe(404)
    const [, style] = /href="([^"]*style\.css[^"]*)"/.exec(lost.body)!
    expect(style).toMatch(/^\/books\/ops\/assets\/style\.css/)
    expect((await ask(port, style!)).status).toBe(200)
    const { lines } = JSON.parse((await ask(port, '/__alertbook/diagnostics?page=/books/ops/up/')).body) as {
      lines: { place: string }[]
    }
    expect(lines.map(({ place }) => place)).toContain('runbooks/up.md:4:8')
  })

  test('opens the browser that is named, and says where none can be', async () => {
    const root = temporaryProject({ browser: '#!/bin/sh\necho "$1" > "$(dirname "$0")/opened"\n' })
    chmodSync(join(root, 'browser'), 0o755)
    const before = process.env.BROWSER
    try {
      process.env.BROWSER = join(root, 'browser')
      const { port } = await serve({}, '--open')
      const opened = join(root, 'opened')
      await until(() => existsSync(opened) && readFileSync(opened, 'utf8') !== '')
      expect(readFileSync(opened, 'utf8')).toBe(`http://127.0.0.1:${port}/\n`)
      process.env.BROWSER = join(root, 'none')
      const { said } = await serve({}, '--open')
      await until(() => said().includes('could not be started; open http://127.0.0.1:'))
    } finally {
      if (before === undefined) delete process.env.BROWSER
      else process.env.BROWSER = before
    }
  })
})
