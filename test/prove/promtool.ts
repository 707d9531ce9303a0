/** Runs promtool's test files like the command line does, and returns promtool's would-be output. */
import { dirname } from 'node:path'
import { runFiles } from '../../src/cli/prove/run-files.ts'
import { defaultConfig } from '../../src/config/index.ts'

export interface Told {
  readonly failed: boolean
  /** Promtool's lines, without those that only frame them. */
  readonly text: string
}

/** Our version of promtool's output for a test file. */
export async function tell(path: string, version: string): Promise<Told> {
  const config = defaultConfig()
  const { files } = await runFiles([{ path: path.split('/').at(-1)!, kind: 'promtool' }], {
    root: dirname(path),
    config: { ...config, prometheus: { ...config.prometheus, version } },
    isWanted: () => true,
  })
  const [{ problems, results }] = files as [(typeof files)[number]]
  const failures = results.flatMap((result) => result.failures)
  return {
    failed: problems.length + failures.length > 0,
    text: linesOf([...problems, ...failures].map(({ promtool }) => promtool).join('\n')),
  }
}

/**
 * The lines about failures. For series that match too often, promtool picks two in the order of a hash map; here they
 * are sorted.
 */
export function linesOf(output: string): string {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^Unit Testing:|^ {2}(?:SUCCESS|FAILED:|WARNING)/.test(line))
    .map((line) =>
      line.replace(/: \[(\{.*\}), (\{.*\})\];many-to-many/, (_, a: string, b: string) => {
        return `: [${[a, b].sort().join(', ')}];many-to-many`
      }),
    )
    .join('\n')
}
