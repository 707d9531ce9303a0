/** Parses a test script. */
import { linesOf, ScriptStop } from './lines.ts'
import { parseEval } from './parse-eval.ts'
import { parseLoad } from './parse-load.ts'
import type { ScriptError, TestCommand } from './types.ts'

export interface ParsedScript {
  readonly commands: readonly TestCommand[]
  /** The first error; the commands before it are kept. */
  readonly error: ScriptError | undefined
}

/** The commands of a script, in order. Never throws. */
export function parseScript(text: string): ParsedScript {
  const commands: TestCommand[] = []
  const lines = linesOf(text)
  try {
    for (let line = 0; line < lines.texts.length; line++) {
      const content = lines.texts[line] as string
      if (content === '') continue
      const word = (content.split(/[\t ]+/)[0] as string).toLowerCase()
      if (word === 'clear') {
        commands.push({ kind: 'clear' })
        continue
      }
      const read = word.startsWith('load') ? parseLoad : word.startsWith('eval') ? parseEval : undefined
      if (read === undefined) throw new ScriptStop(line, `invalid command ${JSON.stringify(content)}`)
      const { command, last } = read(lines, line)
      commands.push(command)
      line = last
    }
  } catch (thrown) {
    if (thrown instanceof ScriptStop) return { commands, error: thrown.error }
    throw thrown
  }
  return { commands, error: undefined }
}
