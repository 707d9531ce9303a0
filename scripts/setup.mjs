#!/usr/bin/env node
/**
 * Provides what the tests need beyond npm: a real Prometheus with promtool, amtool, a browser, shells and
 * a database.
 *
 *     node scripts/setup.mjs            what `npm test` needs
 *     node scripts/setup.mjs --bench    also what `npm run bench` compares with
 *     node scripts/setup.mjs --live     also the node_exporter that `npm run live` looks at
 *
 * On Debian and Ubuntu, as root or where `sudo` asks for no password, what is missing is installed with
 * apt-get. Elsewhere it is named, and the tests that need it skip and say so; where `CI` is set a missing
 * piece is a failure (exit code 1). When everything is there this takes milliseconds and prints nothing.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Any one of `programs` suffices; `why`: what stays untested without it. */
const needed = [
  { programs: ['promtool'], debian: 'prometheus', why: 'the verdict of Prometheus on our rule files' },
  { programs: ['prometheus'], debian: 'prometheus', why: 'loading our rule files into a real server' },
  { programs: ['amtool'], debian: 'prometheus-alertmanager', why: 'notifications that carry the links' },
  {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    debian: 'chromium',
    why: 'the site in a browser',
  },
  ...['bash', 'dash', 'zsh', 'fish'].map((shell) => ({
    programs: [shell],
    debian: shell,
    why: `what ${shell} makes of a copied command`,
  })),
  { programs: ['sqlite3'], debian: 'sqlite3', why: 'what a database makes of a copied query' },
]
const forBench = [
  { programs: ['hugo'], debian: 'hugo', why: 'the site generator the build is timed beside' },
  { programs: ['/usr/bin/time'], debian: 'time', why: 'peak memory of a process' },
]
const forLive = [
  {
    programs: ['prometheus-node-exporter', 'node_exporter'],
    debian: 'prometheus-node-exporter',
    why: 'the rules about hosts on the metrics of a real one',
  },
]
/** Debian starts these on installation; nothing here needs them running. */
const services = ['prometheus', 'prometheus-alertmanager', 'prometheus-node-exporter']

function isThere(program) {
  const folders = program.startsWith('/') ? [''] : (process.env.PATH ?? '').split(delimiter)
  return folders.some((folder) => {
    try {
      accessSync(join(folder || '/', program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

const wanted = [
  ...needed,
  ...(process.argv.includes('--bench') ? forBench : []),
  ...(process.argv.includes('--live') ? forLive : []),
]
const missing = () => wanted.filter(({ programs }) => !programs.some(isThere))

/** Runs as root; the output goes to standard error, separate from data. */
function asRoot(command, ...args) {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', command, ...args]
  return spawnSync(program, rest, { stdio: ['ignore', 2, 2] }).status === 0
}

const canInstall = () =>
  isThere('apt-get') && (process.getuid?.() === 0 || spawnSync('sudo', ['-n', 'true']).status === 0)

/**
 * Installs without letting packages start their services: Debian asks `policy-rc.d` first, and 101 means no. An
 * existing policy is the machine's own and stays.
 */
function install(packages) {
  const policy = '/usr/sbin/policy-rc.d'
  const ours = process.getuid?.() === 0 && !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    console.error(`setup: installing ${packages.join(', ')}`)
    asRoot('apt-get', 'update', '-q')
    // A package whose service does not start may fail to configure although its programs are installed: the programs
    // are checked afterwards.
    asRoot('apt-get', 'install', '-yq', '--no-install-recommends', ...packages)
  } finally {
    if (ours) rmSync(policy)
  }
  if (!ours)
    for (const service of services.filter((name) => existsSync(`/etc/init.d/${name}`)))
      if (packages.includes(service)) asRoot('service', service, 'stop')
}

const before = missing()
if (before.length > 0 && canInstall()) install([...new Set(before.map(({ debian }) => debian))])
const after = before.length > 0 ? missing() : []
for (const { programs, debian, why } of after)
  console.error(
    `setup: missing \`${programs.join('` or `')}\` (${why}); on Debian: apt-get install ${debian}`,
  )
if (after.length > 0 && process.env.CI) process.exitCode = 1
