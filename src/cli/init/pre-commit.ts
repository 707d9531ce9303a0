/** The hook that `init --ci pre-commit` writes: it runs the project's own Alertbook. */
import { scalar } from '../../yaml/edit.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** `folder`: the project's folder in the repository; `''` for its top. */
export function hook(folder: string): string {
  const at = folder === '' ? '' : `${folder}/`
  const within = at.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return `  - repo: local
    hooks:
      - id: alertbook-check
        name: alertbook check
        language: system
        entry: ${scalar(`"${at}node_modules/.bin/alertbook" check`)}
        files: ${quoted(`^${within}.*\\.(md|markdown|ya?ml|rules)$`)}
        require_serial: true
`
}

export const hooksFile = (folder: string): string => `repos:\n${hook(folder)}`
