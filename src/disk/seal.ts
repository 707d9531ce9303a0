/**
 * Stored files are not trusted: anybody may have put them there, with a restored cache or a commit. They count only if
 * this user's own runs wrote them: each is sealed with a secret in the user's cache folder, outside every project.
 */
import { closeSync, fstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { crypto } from './crypto.ts'
import { LARGEST_KEPT, openRegular, readRegular } from './regular.ts'

/** Length of a seal in characters: 144 bits in base64. */
export const SEAL_LENGTH = 24

/** Length of the secret in bytes. */
const SECRET = 32

export interface Seal {
  /** The seal of a text under a name. It changes with the text, the name and the user's secret. */
  of(name: string, text: string): string
  /** A seal of a text in ASCII that comes in parts. */
  begin(name: string): Sealing
}

export interface Sealing {
  add(part: string | Uint8Array): void
  /** The seal of all parts. */
  end(): string
}

/**
 * SHA-256 of the secret, the name and the text. Truncation prevents extending a seal to a longer text; `createHmac`
 * does the same in three times the time, for thousands of short texts.
 */
const sealWith = (secret: string): Seal => ({
  of: (name, text) => crypto().hash('sha256', `${secret}${name}\n${text}`, 'base64').slice(0, SEAL_LENGTH),
  begin(name) {
    const made = crypto().createHash('sha256').update(`${secret}${name}\n`)
    return {
      add: (part) => void made.update(part),
      end: () => made.digest('base64').slice(0, SEAL_LENGTH),
    }
  },
})

/** The user's cache folder, outside every project; undefined if there is no such place. */
export function userCache(): string | undefined {
  const { XDG_CACHE_HOME: cache, HOME: home } = process.env
  if (cache !== undefined && isAbsolute(cache)) return join(cache, 'alertbook')
  const folder = home !== undefined && isAbsolute(home) ? home : homedir()
  return isAbsolute(folder) ? join(folder, '.cache/alertbook') : undefined
}

/** The seal of this user's runs; undefined if no secret can be stored: then nothing is kept between runs. */
export function openSeal(): Seal | undefined {
  try {
    const folder = userCache()
    if (folder === undefined) return undefined
    const path = join(folder, 'secret')
    const secret = readSecret(path) ?? makeSecret(path)
    return secret === undefined ? undefined : sealWith(secret.toString('hex'))
  } catch {
    // No home, an unwritable folder, or another user's file: every run starts afresh.
    return undefined
  }
}

/** The secret; undefined if missing or truncated. Throws unless it belongs to this user alone. */
function readSecret(path: string): Buffer | undefined {
  let file: number | undefined
  try {
    file = openRegular(path, { follows: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (file === undefined) throw new Error('the secret is not a regular file')
  try {
    const { mode, uid, size } = fstatSync(file)
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0)
    if (!isOurs) throw new Error('other users can read or change the secret')
    if (size !== SECRET) return undefined
    const secret = readFileSync(file)
    return secret.length === SECRET ? secret : undefined
  } finally {
    closeSync(file)
  }
}

/** Creates a secret in one step; if another run was faster, its secret counts from the next run. */
function makeSecret(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const secret = crypto().randomBytes(SECRET)
  const temporary = `${path}.${crypto().randomBytes(6).toString('hex')}.tmp`
  try {
    writeFileSync(temporary, secret, { mode: 0o600, flag: 'wx' })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  return secret
}

/** The text of a sealed file; undefined if it is missing, damaged, or not from this user's runs. */
export function readSealed(path: string, name: string, seal: Seal): string | undefined {
  let content: string | undefined
  try {
    content = readRegular(path, LARGEST_KEPT)?.toString('utf8')
  } catch {
    return undefined
  }
  if (content === undefined) return undefined
  const text = content.slice(SEAL_LENGTH + 1)
  return content.startsWith(`${seal.of(name, text)}\n`) ? text : undefined
}

/** Contents of a sealed file. */
export const sealed = (name: string, text: string, seal: Seal): string => `${seal.of(name, text)}\n${text}`
