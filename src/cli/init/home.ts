/** Where a project is installed from: its own folder, or the top of the repository, whose package.json serves several. */
import { isThere } from '../root.ts'

/** The place of a project within its repository, both by path from the top and `''` for it. */
export interface Place {
  readonly folder: string
  /** The folder of the package.json that brings Alertbook. */
  readonly home: string
}

export const placeOf = (top: string, folder: string): Place => ({
  folder,
  home: !isThere(top, `${folder}/package.json`) && isThere(top, 'package.json') ? '' : folder,
})

/** The program, as seen from the project's folder. */
export const programOf = ({ folder, home }: Place): string =>
  `${home === folder ? '' : '../'.repeat(folder.split('/').length)}node_modules/.bin/alertbook`
