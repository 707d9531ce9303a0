/** The `alertbook.yml` that `init` writes: what was found, with comments where a person has to look. */

import { metaText } from '../../emit/prometheus-rule.ts'
import { inComment } from '../../text/yaml-comment.ts'
import { scalar } from '../../yaml/edit.ts'
import type { Surroundings } from './examine.ts'

/** Placeholder for the reader's own address; `check` reports it. */
const PLACEHOLDER = 'https://example.github.io/runbooks/'

/** With more places than this, they go on lines of their own. */
const INLINE = 3

/** What needs no quotes between brackets. */
const PLAIN = /^[\w./*-]+$/

const list = (key: string, values: readonly string[]): string =>
  values.length === 1
    ? `${key}: ${scalar(values[0]!)}\n`
    : values.length <= INLINE && values.every((value) => PLAIN.test(value))
      ? `${key}: [${values.map(scalar).join(', ')}]\n`
      : `${key}:\n${values.map((value) => `  - ${scalar(value)}\n`).join('')}`

/** Whether an address is that of the runbooks in the repository's own view: what is deployed is their page on the site. */
function leadsToPages(
  base: string,
  remote: Surroundings['remote'],
  folder: string,
  pages: Surroundings['pages'],
): boolean {
  if (!remote || pages.folder === undefined || !base.startsWith(`${remote.web}/`)) return false
  return base.includes(`/${folder === '' ? '' : `${folder}/`}${pages.folder}/`)
}

export function configText({ remote, branch, folder, rules, pages }: Surroundings): string {
  const { places, keys, bases, tests, meta, target } = rules
  const isDefault = places.length === 0 || (places.length === 1 && places[0] === 'rules')
  const [base] = bases.filter(([one]) => !leadsToPages(one, remote, folder, pages))
  return [
    '# Every key is optional: `alertbook schema` lists them.\n',
    pages.folder !== undefined && pages.folder !== 'runbooks' ? list('runbooks', [pages.folder]) : '',
    isDefault ? '' : list('rules', places),
    tests.length > 0 ? list('tests', tests) : '',
    meta
      ? `output:\n  # Also a manifest for the Prometheus operator, with the metadata of those that are there.\n  prometheusrule:\n${metaText(meta, 4)}\n`
      : '',
    'site:\n  title: Runbooks\n',
    '  # Where the site is published: runbook links in alerts begin with it.\n',
    `  url: ${remote?.pages ?? PLACEHOLDER}\n`,
    remote ? `  repo: ${remote.web}\n` : '',
    remote && branch !== undefined && branch !== 'main' ? `  branch: ${scalar(branch)}\n` : '',
    remote && folder !== '' ? `  folder: ${scalar(folder)}\n` : '',
    'links:\n',
    '  # The annotations that carry the link: [runbook], [runbook_url] or both.\n',
    `  annotations: [${keys.length > 0 ? keys.join(', ') : 'runbook'}]\n`,
    base
      ? `  # Where ${base[1] === 1 ? 'an alert leads' : `${base[1]} alerts lead`} today. To accept that beside the pages here:\n  # elsewhere: [${inComment(scalar(base[0]))}]\n`
      : '',
    'prometheus:\n  # The oldest Prometheus that must load the rules.\n  version: "3.0"\n',
    target === 'prometheus'
      ? ''
      : `  # What loads them: some groups have fields that only it has.\n  target: ${target}\n`,
  ].join('')
}
