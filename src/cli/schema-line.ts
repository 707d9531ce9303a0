/** The line at the top of an `alertbook.yml` from which an editor knows its keys. */
import { join, relative, sep } from 'node:path'
import { isThere, upwards } from './root.ts'

/** The schema of the configuration, in the folder of the package; `scripts/build.mjs` writes it. */
const SCHEMA = 'node_modules/alertbook/lib/alertbook.schema.json'

/** Names the schema that is installed for a folder, there or above; `''` where none is: an editor would not find it. */
export function schemaLine(root: string): string {
  const home = upwards(root, (folder) => isThere(folder, SCHEMA))
  if (home === undefined) return ''
  const path = relative(root, join(home, SCHEMA)).split(sep).join('/')
  return `# yaml-language-server: $schema=${path}\n`
}
