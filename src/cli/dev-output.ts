/** Output of `dev` in the terminal, and opening a browser. */
import { spawn } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import type { Built } from '../dev/server.ts'
import type { Diagnostic, Texts } from '../model.ts'
import { bySeverity, frames } from '../report/index.ts'
import { count } from '../text/count.ts'
import type { Io } from './command.ts'
import { withoutFix } from './findings.ts'
import { findingKey } from './fix-proof.ts'

/** A build with the texts of its findings. */
export interface BuiltWithTexts extends Built {
  readonly texts: Texts
}

/** Most findings printed after a build; all of them appear at the foot of their pages. */
const SHOWN = 5

/** Reports each build: new findings, then a line. A finding is printed once, until it has been gone. */
export function buildReporter(io: Io): (built: BuiltWithTexts, milliseconds: number) => void {
  let before = new Set<string>()
  let isFirst = true
  return ({ files, diagnostics, texts }, milliseconds) => {
    const fresh = diagnostics.filter((one) => !before.has(findingKey(one)))
    before = new Set(diagnostics.map(findingKey))
    const shown = fresh.toSorted(bySeverity).slice(0, SHOWN)
    // Nothing proves a fix here, so none is offered: `check` does both.
    if (shown.length > 0) io.raw.out(`${frames(shown.map(withoutFix), texts, io)}\n`)
    const rest = fresh.length - shown.length
    const more = rest > 0 ? `, of which ${rest} more are new: \`alertbook check\` shows all` : ''
    io.out(`built in ${milliseconds.toFixed(0)} ms: ${resultOf(files, diagnostics, isFirst)}${more}\n`)
    isFirst = false
  }
}

function resultOf(files: Built['files'], diagnostics: readonly Diagnostic[], isFirst: boolean): string {
  const numberOf = (wanted: string): number =>
    diagnostics.filter(({ severity }) => severity === wanted).length
  const [errors, others] = [numberOf('error'), numberOf('warning') + numberOf('info')]
  const found = others === 0 ? '' : `, ${count(others, 'finding')}`
  if (files) return `${files.size} files${found}`
  return `${count(errors, 'error')}${found}, ${isFirst ? 'nothing to show yet' : 'pages unchanged'}`
}

/** Addresses for other machines, if the server listens on every address. */
export function networkLines(host: string, url: string): string {
  if (host !== '0.0.0.0' && host !== '::') return ''
  const { port } = new URL(url)
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `http://${address}:${port}/  (from other machines)\n`)
    .join('')
}

/** Opens an address in the browser: `$BROWSER`, else the system's default. A failure is only reported. */
export function openBrowser(url: string, io: Io): void {
  const [program, ...args]: [string, ...string[]] = process.env.BROWSER
    ? [process.env.BROWSER]
    : process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open']
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true })
  child.once('error', () => io.err(`note: \`${program}\` could not be started; open ${url} yourself\n`))
  child.unref()
}
