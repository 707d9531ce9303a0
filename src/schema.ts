/** JSON Schemas made from the tables of configuration, frontmatter and tests. */
import { CONFIG_KEYS, type ConfigKey } from './config/keys.ts'
import { FRONTMATTER_KEYS } from './frontmatter-keys.ts'
import { QUERY_KEYS, STATE_KEYS, STATES, TEST_KEYS, type TestKey } from './parse/tests/keys.ts'

type Schema = Record<string, unknown>

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const TEXT: Schema = { type: ['string', 'number', 'boolean'] }
const PAIRS: Schema = { type: 'object', additionalProperties: TEXT }
/** An object with these properties, and no others. */
const object = (properties: Record<string, Schema>, ...required: readonly string[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length > 0 && { required }),
  properties,
})

/** One of these, or a list of them. */
const oneOrMore = (item: Schema): Schema => ({ oneOf: [item, { type: 'array', items: item }] })

/** Properties from a table of keys, each with what is said about it. */
const described = <Row extends string | { readonly about: string }>(
  rows: Readonly<Record<string, Row>>,
  shapeOf: (row: Row, name: string) => Schema | undefined,
): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      { description: typeof row === 'string' ? row : row.about, ...shapeOf(row, name) },
    ]),
  )

const TEXTS: Schema = oneOrMore(TEXT)

const POLICY: Schema = object(
  {
    name: TEXT,
    required: { type: 'boolean' },
    values: TEXTS,
    pattern: TEXT,
    in: TEXTS,
    rules: { enum: ['alerts', 'records', 'all'] },
  },
  'name',
)

function shapeSchema({ kind, of }: ConfigKey, codes: readonly string[]): Schema {
  switch (kind) {
    case 'text':
      return TEXT
    case 'texts':
    case 'words':
      return TEXTS
    case 'choice':
      return { enum: of }
    case 'version':
      return { type: 'string', pattern: '^v?\\d+\\.\\d+(\\.\\d+)?$' }
    case 'duration':
      return { type: 'string', pattern: '^(0|(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)$' }
    case 'manifest':
      return {
        oneOf: [
          { type: 'boolean' },
          object({ name: TEXT, namespace: TEXT, labels: PAIRS, annotations: PAIRS }),
        ],
      }
    case 'size':
      return { type: 'string', pattern: '^\\d{1,9}\\s*([KkMmGg][Ii]?[Bb])$' }
    case 'url':
    case 'base':
      return { type: 'string', pattern: '^https?://' }
    case 'pairs':
    case 'params':
      return PAIRS
    case 'policies':
      return { type: 'array', items: POLICY }
    case 'links':
      return {
        type: 'array',
        items: object(
          { title: TEXT, url: { type: 'string', pattern: '^https?://' }, when: TEXTS },
          'title',
          'url',
        ),
      }
    case 'severities':
      return levels(codes)
    case 'overrides':
      return { type: 'array', items: object({ in: TEXTS, checks: levels(codes) }, 'in') }
  }
}

const levels = (codes: readonly string[]): Schema =>
  object(
    Object.fromEntries(codes.map((code) => [code, { enum: ['error', 'warning', 'info', 'off', false] }])),
  )

/** The schema of `alertbook.yml`; `codes`: the existing checks. */
export function configSchema(codes: readonly string[]): Schema {
  const root: Schema = { $schema: DIALECT, title: 'alertbook.yml', ...object({}) }
  for (const [name, key] of Object.entries<ConfigKey>(CONFIG_KEYS)) {
    const path = name.split('.')
    let at = root.properties as Record<string, Schema>
    for (const parent of path.slice(0, -1)) {
      at[parent] ??= object({})
      at = at[parent].properties as Record<string, Schema>
    }
    at[path.at(-1)!] = { description: key.about, ...shapeSchema(key, codes), default: key.default }
  }
  return root
}

/** The schema of a runbook's frontmatter; keys of other tools are allowed. */
export function frontmatterSchema(): Schema {
  const link = object({ title: TEXT, url: TEXT }, 'url')
  const item: Schema = { oneOf: [TEXT, link] }
  const shapes: Record<string, Schema> = {
    text: TEXT,
    names: TEXTS,
    list: TEXTS,
    links: { oneOf: [TEXT, link, { type: 'array', items: item }] },
    fields: PAIRS,
    flag: { type: 'boolean' },
  }
  return {
    $schema: DIALECT,
    title: 'Frontmatter of a runbook',
    type: 'object',
    properties: described(FRONTMATTER_KEYS, ({ shape }) => shapes[shape]),
  }
}

const DURATION = '(0|([0-9]+(y|w|d|h|m|s|ms))+)'

/** The expected state of an alert: a number of instances, or the instances. */
const INSTANCE: Schema = {
  type: 'object',
  description: 'Labels, and annotations by their names',
  properties: { labels: PAIRS, annotations: PAIRS },
  additionalProperties: TEXT,
}
const EXPECTED: Schema = {
  oneOf: [{ const: true }, { type: 'integer', minimum: 0 }, INSTANCE, { type: 'array', items: INSTANCE }],
}

function stateSchema(): Schema {
  const shapes: Readonly<Record<string, Schema>> = { inactive: { const: true }, labels: PAIRS }
  const state = object(described(STATE_KEYS, (_, name) => shapes[name] ?? EXPECTED))
  const said = [{ enum: STATES }, state]
  return { oneOf: [...said, { type: 'array', items: { oneOf: said } }] }
}

function querySchema(): Schema {
  const shapes: Readonly<Record<string, Schema>> = {
    expr: { type: 'string' },
    at: { type: ['string', 'integer'], pattern: `^${DURATION}(\\.\\.${DURATION})?$` },
    samples: { type: 'object', additionalProperties: { type: ['number', 'string'] } },
    value: { type: ['number', 'string'] },
    empty: { const: true },
  }
  const properties = described(QUERY_KEYS, (_, name) => shapes[name])
  return oneOrMore(object(properties, 'expr', 'at'))
}

function testKeySchema(shape: TestKey['shape']): Schema {
  switch (shape) {
    case 'text':
      return TEXT
    case 'duration':
      return { type: 'string', pattern: `^${DURATION}$` }
    case 'texts':
      return TEXTS
    case 'series':
      return { type: 'object', additionalProperties: TEXT }
    case 'alerts': {
      const moments = { [`^${DURATION}(\\.\\.${DURATION})?$`]: stateSchema() }
      return {
        type: 'object',
        additionalProperties: { type: 'object', patternProperties: moments, additionalProperties: false },
      }
    }
    case 'queries':
      return querySchema()
    case 'pairs':
      return PAIRS
    case 'flag':
      return { type: 'boolean' }
    case 'time':
      return { type: ['string', 'number'] }
  }
}

/** The schema of a `yaml test` fence: a test, or a list of tests. */
export function testSchema(): Schema {
  const test: Schema = {
    type: 'object',
    additionalProperties: false,
    anyOf: [{ required: ['alerts'] }, { required: ['queries'] }],
    properties: described(TEST_KEYS, ({ shape }) => testKeySchema(shape)),
  }
  return { $schema: DIALECT, title: 'Test of a runbook', ...oneOrMore(test) }
}
