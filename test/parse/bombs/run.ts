/**
 * Parses the sources of a JSON file one by one and prints what each one cost, in seconds of CPU time, and what an ordinary
 * page cost just then: on a busy machine a second does less.
 */
import { readFileSync } from 'node:fs'
import { parseRunbook } from '../../../src/parse/runbook.ts'

const ORDINARY = `# A page\n\n${'## A part\n\nA sentence with a [link](b.md), `code`, *words* and {{ $labels.a }}.\n\n1. One\n2. Two\n\n```sh\nls {{ $labels.a }}\n```\n\n'.repeat(150)}`

/** Seconds of CPU time that the ordinary page takes. */
function ordinary(): number {
  const before = process.cpuUsage()
  parseRunbook({ path: 'ordinary.md', text: ORDINARY })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

// The first runs are those of code that was not compiled yet.
for (let run = 0; run < 5; run++) ordinary()
const sources = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as { name: string; text: string }[]
for (const [index, { name, text }] of sources.entries()) {
  const before = process.cpuUsage()
  let failure: string | undefined
  let codes: string[] = []
  try {
    codes = [...new Set(parseRunbook({ path: 'a.md', text }).diagnostics.map(({ code }) => code))]
  } catch (error) {
    failure = String(error)
  }
  const { user, system } = process.cpuUsage(before)
  console.log(
    JSON.stringify({
      name,
      cpu: (user + system) / 1e6,
      ...(index % 8 === 0 && { usual: ordinary() }),
      codes,
      failure,
    }),
  )
}
