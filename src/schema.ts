/** The tables of configuration and frontmatter as JSON Schemas. */
import { CONFIG_KEYS, type ConfigKey } from './config-keys.ts'
import { FRONTMATTER_KEYS } from './parse/frontmatter.ts'

type Schema = Record<string, unknown>

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const TEXT: Schema = { type: ['string', 'number', 'boolean'] }
const TEXTS: Schema = { oneOf: [TEXT, { type: 'array', items: TEXT }] }
const PAIRS: Schema = { type: 'object', additionalProperties: TEXT }
const POLICY: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: {
    name: TEXT,
    required: { type: 'boolean' },
    values: TEXTS,
    pattern: TEXT,
    in: TEXTS,
    rules: { enum: ['alerts', 'records', 'all'] },
  },
}

function shapeSchema({ kind, of }: ConfigKey, codes: readonly string[]): Schema {
  switch (kind) {
    case 'text':
      return TEXT
    case 'texts':
    case 'words':
      return TEXTS
    case 'flag':
      return { type: 'boolean' }
    case 'choice':
      return { enum: of }
    case 'version':
      return { type: 'string', pattern: '^v?\\d+\\.\\d+(\\.\\d+)?$' }
    case 'duration':
      return { type: 'string', pattern: '^(0|(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)$' }
    case 'url':
    case 'base':
      return { type: 'string', pattern: '^https?://' }
    case 'pairs':
      return PAIRS
    case 'policies':
      return { type: 'array', items: POLICY }
    case 'severities':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          codes.map((code) => [code, { enum: ['error', 'warning', 'info', 'off', false] }]),
        ),
      }
  }
}

/** The schema of `alertbook.yml`; `codes` are the checks there are. */
export function configSchema(codes: readonly string[]): Schema {
  const root: Schema = {
    $schema: DIALECT,
    title: 'alertbook.yml',
    type: 'object',
    additionalProperties: false,
    properties: {},
  }
  for (const [name, key] of Object.entries<ConfigKey>(CONFIG_KEYS)) {
    const path = name.split('.')
    let at = root.properties as Record<string, Schema>
    for (const parent of path.slice(0, -1)) {
      at[parent] ??= { type: 'object', additionalProperties: false, properties: {} }
      at = at[parent].properties as Record<string, Schema>
    }
    at[path.at(-1)!] = { description: key.about, ...shapeSchema(key, codes), default: key.default }
  }
  return root
}

/** The schema of a runbook's frontmatter; keys of other tools are allowed. */
export function frontmatterSchema(): Schema {
  const shapes: Record<string, Schema> = { text: TEXT, list: TEXTS, fields: PAIRS, flag: { type: 'boolean' } }
  const properties = Object.entries(FRONTMATTER_KEYS).map(([name, { shape, about }]) => [
    name,
    { description: about, ...shapes[shape] },
  ])
  return {
    $schema: DIALECT,
    title: 'Frontmatter of a runbook',
    type: 'object',
    properties: Object.fromEntries(properties),
  }
}
