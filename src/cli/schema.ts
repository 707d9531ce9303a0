/** `alertbook schema`: prints JSON Schemas, for editors. */
import { CHECKS } from '../checks/index.ts'
import { NOTES } from '../codes.ts'
import { configSchema, frontmatterSchema, testSchema } from '../schema.ts'
import { type Command, UserError } from './command.ts'

export const schema: Command = {
  usage: '[config|frontmatter|test]',
  help: `Save it and name it in your editor, or in the first line of alertbook.yml:

  alertbook schema > alertbook.schema.json
  # yaml-language-server: $schema=alertbook.schema.json`,
  options: {},
  most: 1,
  words: ['config', 'frontmatter', 'test'],
  async run({ positionals }, io) {
    const which = positionals[0] ?? 'config'
    const schemas: Readonly<Record<string, () => unknown>> = {
      config: () => configSchema([...CHECKS.map(({ code }) => code), ...NOTES]),
      frontmatter: frontmatterSchema,
      test: testSchema,
    }
    const make = Object.hasOwn(schemas, which) ? schemas[which] : undefined
    if (make === undefined) {
      throw new UserError(`no schema \`${which}\``, `use one of ${Object.keys(schemas).join(', ')}`)
    }
    io.out(`${JSON.stringify(make(), null, 2)}\n`)
    return 0
  },
}
