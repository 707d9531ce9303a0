import { didYouMean } from '../text/nearest.ts'
import { dirname, normalize } from '../text/path.ts'
import type { ProgramCheck } from './check.ts'

/** Reports while writing what the test itself would report when run. */
export const testAlert: ProgramCheck = {
  code: 'test-alert',
  severity: 'warning',
  summary: 'A test names alerts of its page, or of the files under its `rules`.',
  needsPages: true,
  *run({ pages, rules, texts }) {
    for (const { runbook, rules: own } of pages) {
      const file = runbook.source.path
      for (const { rules: paths, alerts } of runbook.tests.flatMap(({ tests }) => tests)) {
        const files = new Set<string>()
        for (const { value, range } of paths) {
          const candidates = [normalize(`${dirname(file)}/${value}`), normalize(value)]
          const known = candidates.find((path) => texts.has(path))
          if (known !== undefined) files.add(known)
          else {
            yield {
              file,
              range,
              message: `The project has no file \`${value}\`, neither beside this runbook nor at its root`,
              hint:
                didYouMean(value, texts.keys()) ?? 'name it from the folder of the runbook or from the root',
            }
          }
        }
        if (files.size < paths.length) continue
        const all = [...own, ...rules.filter((rule) => files.has(rule.file))]
        const names = new Set(all.filter(({ kind }) => kind === 'alert').map(({ name }) => name))
        const told = new Set<string>()
        for (const { name, alert } of alerts) {
          if (names.has(name) || told.has(name)) continue
          told.add(name)
          yield {
            file,
            range: alert.range,
            message: `Alert \`${name}\` of a test is neither on its page nor in a file under \`rules\``,
            hint: didYouMean(name, names) ?? 'name the file of the alert under `rules:`',
          }
        }
      }
    }
  },
}
