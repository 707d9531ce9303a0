/** Options of every command that works on a project. */
import { flag, type Option, option } from './command.ts'

export const PROJECT_OPTIONS: Readonly<Record<'root' | 'cache' | 'no-cache', Option>> = {
  root: option('Folder of the project (default: the nearest one upwards with an alertbook.yml)'),
  cache: option(
    'Folder of the cache, for what is kept between runs (default: node_modules/.cache/alertbook if there is a package.json, otherwise one in the cache folder of the user)',
  ),
  'no-cache': flag('Neither read nor write the cache'),
}
