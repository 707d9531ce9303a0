/** Options of every command that works on a project, and their help. */
export const PROJECT_OPTIONS = {
  root: { type: 'string' },
  cache: { type: 'string' },
  'no-cache': { type: 'boolean' },
} as const

export const PROJECT_OPTION_HELP = {
  root: 'Folder of the project (default: the nearest one upwards with an alertbook.yml)',
  cache:
    'Folder for the parse cache (default: node_modules/.cache/alertbook if there is a package.json, otherwise one in the cache folder of the user)',
  'no-cache': 'Do not use the cache',
} as const
