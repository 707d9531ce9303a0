/** Parses the sources in a JSON file one by one, and prints the CPU time of each in seconds. */
import { readFileSync } from 'node:fs'
import { parseRunbook } from '../../../src/parse/runbook.ts'

const sources = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as { name: string; text: string }[]
for (const { name, text } of sources) {
  const before = process.cpuUsage()
  let failure: string | undefined
  let codes: string[] = []
  try {
    codes = [...new Set(parseRunbook({ path: 'a.md', text }).diagnostics.map(({ code }) => code))]
  } catch (error) {
    failure = String(error)
  }
  const { user, system } = process.cpuUsage(before)
  console.log(JSON.stringify({ name, cpu: (user + system) / 1e6, codes, failure }))
}
