/**
 * Real Prometheus programs as referees of the engine: those on the PATH, and those in the folders in the variable
 * REFEREES (separated by colons), which may have other versions.
 */
import { spawnSync } from 'node:child_process'

export interface Referee {
  readonly path: string
  /** Such as `2.42`. */
  readonly version: string
}

/** Every version of a program that was found. */
export function referees(program: 'promtool' | 'prometheus'): Referee[] {
  const folders = (process.env.REFEREES ?? '').split(':').filter((folder) => folder !== '')
  const found = [program, ...folders.map((folder) => `${folder}/${program}`)].flatMap((path) => {
    const { stdout, stderr } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    const version = /version (\d+\.\d+)/.exec(`${stdout}${stderr}`)?.[1]
    return version === undefined ? [] : [{ path, version }]
  })
  if (found.length === 0) console.warn(`SKIPPED: no ${program} on the PATH, so nothing judges the engine`)
  return found
}
