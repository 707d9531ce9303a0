/** The configuration that an import writes where there is none. */
import type { Config } from '../../model.ts'
import type { Input } from './plan.ts'

export function configText(
  { site, rules }: Config,
  folder: string,
  annotations: readonly string[],
  _inputs: readonly Input[],
): string {
  const url =
    site.url === ''
      ? '  # Where the site is published: runbook links in alerts begin with it.\n  # url: https://example.github.io/runbooks/\n'
      : `  url: ${site.url}\n`
  const folders = [
    ...(folder === 'runbooks' ? [] : [`runbooks: ${folder}\n`]),
    ...(rules.join() === 'rules' ? [] : [`rules: ${rules[0]}\n`]),
  ]
  return `# Every key is optional; \`alertbook schema\` lists them.
${folders.join('')}site:
  title: Runbooks
${url}links:
  annotations: [${annotations.join(', ')}]
`
}
