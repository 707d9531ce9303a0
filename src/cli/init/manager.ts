/** How a project's own packages are installed: by the manager whose lockfile is there, exactly as the file says. */
import { readSource } from '../../disk/read-source.ts'
import { isThere } from '../root.ts'
import type { Place } from './home.ts'

type Name = 'npm' | 'pnpm' | 'yarn' | 'bun'

export interface Manager {
  readonly name: Name
  /** Its lockfile, by path from the top of the repository; where there is none, the one of npm to be made. */
  readonly lock: string
  readonly isLocked: boolean
  /** The commands that bring it where a machine has only Node, and those that install, without running scripts. */
  readonly setup: readonly string[]
  readonly install: string
}

const LOCKS: readonly (readonly [file: string, name: Name])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
]

/** The manager of the folder that brings Alertbook, or of the workspace that the folder is part of. */
export function managerOf(top: string, { folder, home }: Place): Manager {
  const places = [...new Set([home, ''])]
  const found = places
    .flatMap((place) => LOCKS.map(([file, name]) => ({ lock: join(place, file), name })))
    .filter(({ lock }) => isThere(top, lock))
  const said = places
    .map((place) => saidIn(top, join(place, 'package.json')))
    .find((name) => name !== undefined)
  const { lock, name } = found.find((one) => one.name === said) ??
    found[0] ?? { lock: join(home, 'package-lock.json'), name: 'npm' as const }
  const up =
    home === folder ? '' : '../'.repeat(folder.split('/').length - (home === '' ? 0 : home.split('/').length))
  return { name, lock, isLocked: found.length > 0, ...commandsOf(name, up, top, lock) }
}

function commandsOf(name: Name, up: string, top: string, lock: string): Pick<Manager, 'setup' | 'install'> {
  const corepack = ['corepack enable']
  switch (name) {
    case 'npm':
      return { setup: [], install: 'npm ci --ignore-scripts' }
    case 'pnpm':
      return {
        setup: corepack,
        install: `pnpm ${up && `-C ${up} `}install --frozen-lockfile --ignore-scripts`,
      }
    case 'yarn': {
      const at = up && `--cwd ${up} `
      // Yarn 2 and later: no option keeps scripts from running, and by default there is no node_modules/.bin.
      return textOf(top, lock).includes('__metadata:')
        ? {
            setup: corepack,
            install: `YARN_ENABLE_SCRIPTS=false YARN_NODE_LINKER=node-modules yarn ${at}install --immutable`,
          }
        : { setup: corepack, install: `yarn ${at}install --frozen-lockfile --ignore-scripts` }
    }
    case 'bun':
      return {
        setup: ['npm install --global bun@1'],
        install: `bun install ${up && `--cwd ${up} `}--frozen-lockfile --ignore-scripts`,
      }
  }
}

/** The manager that a package.json names: `"packageManager": "pnpm@10.1.0"`. */
function saidIn(top: string, path: string): Name | undefined {
  const said = /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(textOf(top, path))?.[1]
  return said as Name | undefined
}

function textOf(top: string, path: string): string {
  const read = isThere(top, path) ? readSource(top, path) : undefined
  return read && 'text' in read ? read.text : ''
}

const join = (folder: string, file: string): string => (folder === '' ? file : `${folder}/${file}`)
