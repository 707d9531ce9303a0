/** The hook that `init --ci pre-commit` writes: it runs the project's own Alertbook. */
import { scalar, single } from '../../yaml/edit.ts'
import type { Place } from './home.ts'

export function hook({ folder, home }: Place): string {
  const at = folder === '' ? '' : `${folder}/`
  const within = at.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return `  - repo: local
    hooks:
      - id: alertbook-check
        name: alertbook check
        language: system
        entry: ${scalar(`"${home === '' ? '' : `${home}/`}node_modules/.bin/alertbook" check`)}
        files: ${single(`^${within}.*\\.(md|markdown|ya?ml|rules)$`)}
        require_serial: true
`
}

export const hooksFile = (place: Place): string => `repos:\n${hook(place)}`
