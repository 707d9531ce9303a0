/** Parses the address of a git remote: where people view the repository, and where its site would be. */

export interface Remote {
  readonly host: string
  /** `owner/name`, or more folders on GitLab. */
  readonly path: string
  /** Web address of the repository, without user or password. */
  readonly web: string
  /** Address on GitHub Pages; undefined for any other host. */
  readonly pages: string | undefined
}

const HOST = /^[a-z0-9][a-z0-9.-]*$/i
const SEGMENT = /^[\w~][\w.~-]*$/

/**
 * Parses `https://host/owner/name.git`, `ssh://git@host:22/owner/name` and `git@host:owner/name`. Undefined for a local
 * path, and for anything with a character that is not allowed in such an address.
 */
export function readRemote(written: string): Remote | undefined {
  const address = written.trim()
  const [, host, rest] =
    /^(?:https?|ssh|git):\/\/(?:[^@/\s]*@)?([^:/\s]+)(?::\d+)?\/(\S+)$/i.exec(address) ??
    /^(?:[^@/:\s]+@)?([^@/:\s]+\.[^@/:\s]+):(?!\/\/)(\S+)$/.exec(address) ??
    []
  if (host === undefined || rest === undefined || !HOST.test(host)) return undefined
  const parts = rest
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .replace(/^\/+/, '')
    .split('/')
  if (parts.length < 2 || !parts.every((part) => SEGMENT.test(part))) return undefined
  const path = parts.join('/')
  const name = host.toLowerCase()
  return { host: name, path, web: `https://${name}/${path}`, pages: pagesOf(name, parts) }
}

/** GitHub's rule: the repository `owner.github.io` is published at the top, any other in a folder with its name. */
function pagesOf(host: string, [owner = '', name = '']: readonly string[]): string | undefined {
  if (host !== 'github.com') return undefined
  const site = `${owner.toLowerCase()}.github.io`
  return name.toLowerCase() === site ? `https://${site}/` : `https://${site}/${name}/`
}
