/** Promtool makes the same texts of random templates; and what its newer versions make of some. */
import { describe, expect, test } from 'vitest'
import { executeTemplate, parseTemplate } from '../../src/template/index.ts'
import { referees } from '../engine/referees.ts'
import { compareTemplates } from './rendered.ts'

const SEED = Math.floor(Math.random() * 2 ** 31)

test.each(referees('promtool'))('random templates as promtool $version renders them', async (referee) => {
  const { differences } = await compareTemplates(referee, SEED, 200)
  expect(differences.join('\n')).toBe('')
})

const render = (text: string, version: string): string => {
  const { text: said, error } = executeTemplate(
    parseTemplate(text, { version }).tree!,
    { labels: {}, value: 1.5, externalURL: '' },
    { version },
  )
  return said ?? error.goMessage.replace(/^.*?>: /, '')
}

describe('texts that depend on the version', () => {
  test.each([
    ['{{ title "it\'s host.example.com x_y" }}', '3.1', "It'S Host.Example.Com X_y"],
    ['{{ title "it\'s host.example.com x_y" }}', '3.2', "It's Host.example.com X_y"],
    ['{{ title "1st wide-world ßa ﬁne ǆa ᾳ" }}', '3.1', '1st Wide-World ßa ﬁne ǅa ᾼ'],
    ['{{ title "1st wide-world ßa ﬁne ǆa ᾳ" }}', '3.2', '1St Wide-World Ssa Fine ǅa ᾼ'],
    [
      '{{ humanizeDuration ((toTime 90).Sub (toTime 1)) }}',
      '2.53',
      "error calling humanizeDuration: can't convert time.Duration to float",
    ],
    ['{{ humanizeDuration ((toTime 90).Sub (toTime 1)) }}', '2.54', '1m 29s'],
    [
      '{{ humanize ((toTime 90).Sub (toTime 1)) }}',
      '2.54',
      "error calling humanize: can't convert time.Duration to float",
    ],
    ['{{ humanize ((toTime 90).Sub (toTime 1)) }}', '2.55', '89'],
    ['{{ parseDuration "5x" }}', '2.42', 'error calling parseDuration: not a valid duration string: "5x"'],
    ['{{ parseDuration "5x" }}', '2.43', 'error calling parseDuration: unknown unit "x" in duration "5x"'],
    ['{{ parseDuration "-5m" }}', '3.5', 'error calling parseDuration: not a valid duration string: "-5m"'],
    ['{{ parseDuration "-5m" }}', '3.6', '-300'],
    ['{{ parseDuration "1m1h" }}', '3.6', 'error calling parseDuration: not a valid duration string: "1m1h"'],
    ['{{ parseDuration "300y1x" }}', '3.6', 'error calling parseDuration: duration out of range'],
    ['{{ ((toTime 1).Sub (toTime 200)).Minutes }}', '3.6', '-3.3166666666666664'],
    ['{{ printf "a%." true }}', '3.6', 'a%!.(bool=true)'],
    ['{{ printf "%q" "a\\xff" }} {{ "\\xff" }}', '3.6', '"a\\xff" \udcff'],
  ])('%s in %s', (text, version, expected) => expect(render(text, version)).toBe(expected))
})
