/** Which of the scripts to begin with. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Whether a command line is probably a check of rule files alone, which a script of a third of the size can do. A guess,
 * for speed: that script notices what it cannot do, and the whole program is loaded.
 */
export function isForRuleFiles([command, ...rest]: readonly string[], cwd: string): boolean {
  if (command !== 'check' || !rest.some((word) => FILE.test(word)) || rest.some((word) => WHOLE.test(word)))
    return false
  return rest.includes('--standalone') || !isInProject(cwd)
}

/** Arguments in the form of a file, or `-`, which is standard input. */
const FILE = /^-$|^(?!-).*[./]/

/** Options that need the whole program. */
const WHOLE = /^--(?:fix|dry-run|watch|root)|^-w/

function isInProject(folder: string): boolean {
  if (existsSync(join(folder, 'alertbook.yml'))) return true
  const above = dirname(folder)
  return above !== folder && isInProject(above)
}
