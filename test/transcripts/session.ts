/** A terminal session as text: input, output, and the exit code unless it is 0. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cli, cliWith } from '../project.ts'
import { temporaryProject } from '../setup.ts'
import { playServer } from './server.ts'

/** What is typed: an `alertbook` command, `cat FILE`, `ls PATH`, `cd FOLDER`, `rm PATH`, or a change of a file. */
export type Line =
  | string
  | { readonly write: string; readonly text: string }
  | { readonly git: string }
  /** A server that runs while files are changed, and addresses are asked for. */
  | { readonly serve: string; readonly steps: readonly (string | { write: string; text: string })[] }
  /** A text that a command gets as its standard input. */
  | { readonly pipe: string; readonly into: string }

export interface Scene {
  /** What a person met, and what should have happened. */
  readonly title: string
  readonly files: Readonly<Record<string, string>>
  readonly lines: readonly Line[]
}

/**
 * Plays the scene in its own folder, whose path is written as `$PWD`; leaves out whatever depends on the day or a
 * secret.
 */
export async function play({ title, files, lines }: Scene): Promise<string> {
  const root = temporaryProject(files)
  let cwd = root
  let told = `## ${title}\n`
  const said = (text: string): string =>
    text
      .replaceAll(root, '$PWD')
      .replace('0.0.0-source', 'VERSION')
      // The number of a site's files does not matter here.
      .replace(/\d+ written, /g, 'N written, ')
      .replace(/todo \d{4}-\d\d-\d\d/g, 'todo DAY')
      .replace(/"alertbook\/v1": "[^"]*"/g, '"alertbook/v1": "…"')
  for (const line of lines) {
    if (typeof line !== 'string') {
      if ('serve' in line) {
        told += said(await playServer(cwd, line.serve, line.steps))
      } else if ('pipe' in line) {
        const { out, err, code } = await cliWith(line.pipe, cwd, ...line.into.split(' ').slice(1))
        told += `\n$ … | ${line.into}\n${said(out + err)}${code === 0 ? '' : `[exit ${code}]\n`}`
      } else if ('git' in line) {
        execFileSync(
          'git',
          ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-C', root, ...line.git.split(' ')],
          {
            stdio: 'ignore',
          },
        )
        told += `\n$ git ${line.git}\n`
      } else {
        writeFileSync(join(cwd, line.write), line.text)
        told += `\n$ edit ${line.write}\n`
      }
      continue
    }
    told += `\n$ ${line}\n`
    const [name, ...args] = line.split(' ').map((word) => word.replace('$PWD', root))
    if (name === 'cat') told += said(readFileSync(join(cwd, args[0]!), 'utf8'))
    else if (name === 'ls') told += existsSync(join(cwd, args[0]!)) ? 'there\n' : 'not there\n'
    else if (name === 'cd') cwd = join(cwd, args[0]!)
    else if (name === 'rm') rmSync(join(cwd, args[0]!), { recursive: true })
    else {
      const ran = await cli(cwd, ...args)
      told += said(ran.out + ran.err)
      if (ran.code !== 0) told += `[exit ${ran.code}]\n`
    }
  }
  return told
}
