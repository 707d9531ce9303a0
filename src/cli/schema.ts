/** `alertbook schema`: JSON Schemas, for editors. */
import { CHECKS } from '../checks/index.ts'
import { NOTES } from '../codes.ts'
import { configSchema, frontmatterSchema } from '../schema.ts'
import { type Command, UserError } from './command.ts'

export const schema: Command = {
  name: 'schema',
  summary: 'Print the JSON Schema of the configuration or the frontmatter',
  usage: '[config|frontmatter]',
  help: `Save it and name it in your editor, or in the first line of alertbook.yml:

  alertbook schema > alertbook.schema.json
  # yaml-language-server: $schema=alertbook.schema.json`,
  options: {},
  optionHelp: {},
  async run({ positionals }, io) {
    const which = positionals[0] ?? 'config'
    if (which !== 'config' && which !== 'frontmatter') {
      throw new UserError(`no schema \`${which}\``, 'one of config, frontmatter')
    }
    const made =
      which === 'config' ? configSchema([...CHECKS.map(({ code }) => code), ...NOTES]) : frontmatterSchema()
    io.out(`${JSON.stringify(made, null, 2)}\n`)
    return 0
  },
}
