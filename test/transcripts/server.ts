/** `alertbook dev` in a session: what it prints, what a browser is answered, and what a change of a file does. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup.ts'

type Step = string | { readonly write: string; readonly text: string }

/** Milliseconds after which nothing more is waited for. */
const LONG = 60_000

/** Runs the built command on a free port; ports and times are left out of what is told. */
export async function playServer(cwd: string, command: string, steps: readonly Step[]): Promise<string> {
  const [, ...args] = command.split(' ')
  const child = spawn(process.execPath, [join(root, 'lib/cli.js'), ...args], { cwd })
  let printed = ''
  let shown = 0
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk))
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    const deadline = Date.now() + LONG
    for (;;) {
      const found = pattern.exec(printed.slice(shown))
      if (found) return found
      if (Date.now() > deadline || child.exitCode !== null) throw new Error(`no ${pattern} in: ${printed}`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  const fresh = (): string => {
    const text = printed.slice(shown)
    shown = printed.length
    return text
      .replace(/:\d{4,5}\//g, ':PORT/')
      .replace(/in \d+ ms/g, 'in N ms')
      .replace(/\d+ files/g, 'N files')
  }
  try {
    const [, port] = await until(/^http:\/\/\S+:(\d+)\/ .*\n/m)
    let told = `\n$ ${command}\n${fresh()}`
    for (const step of steps) {
      if (typeof step !== 'string') {
        writeFileSync(join(cwd, step.write), step.text)
        await until(/built in \d+ ms.*\n/)
        told += `\n$ edit ${step.write}\n${fresh()}`
        continue
      }
      const answer = await fetch(`http://127.0.0.1:${port}${step}`)
      const text = await answer.text()
      const heading = /<h1[^>]*>(.*?)<\/h1>/s.exec(text)?.[1]?.replace(/<[^>]*>/g, '')
      told += `\nGET ${step}\n${answer.status} ${heading ?? text.trim()}\n`
    }
    return told
  } finally {
    child.kill('SIGKILL')
  }
}
