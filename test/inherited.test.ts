/** Words that every object of JavaScript inherits are words like any other, wherever an author writes them. */
import { describe, expect, test } from 'vitest'
import { cli } from './project.ts'
import { temporaryProject } from './setup.ts'

const WORDS = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', '__defineGetter__']

/** Sources with a word in every place that has a meaning; `W` stands for it. */
const files = (w: string): Record<string, string> => {
  const fill = (text: string): string => text.replaceAll('WORD', w)
  return {
    'alertbook.yml': fill(`site: { url: "https://books.corp/" }
params: { WORD: 1 }
labels: { severity: [page, WORD] }
`),
    'runbooks/a.md': fill(`---
title: WORD
owner: WORD
keywords: [WORD]
severity: WORD
WORD: 1
related: [WORD]
aliases: [/WORD/]
---

# WORD

\`\`\`yaml
alert: WORD
expr: WORD{WORD="x"} / on(WORD) group_left(WORD) b > 1
for: 5WORD
WORD: 1
labels: { severity: WORD, WORD: WORD }
annotations:
  summary: '{{ $labels.WORD }} {{ .Labels.WORD }} {{ $value | WORD }} {{ WORD "x" }} {{ printf "%v" $WORD }}'
  WORD: WORD
\`\`\`

## WORD

> [!WORD]
> note

::: WORD
x
:::

!!! WORD "t"
    y

{{< WORD a="b" >}} {{% WORD %}} {{< param WORD >}} {{< ref "WORD" >}} {#WORD .WORD WORD=WORD}

<WORD>x</WORD> <div WORD="x" data-WORD="y">z</div> [WORD]: x

[a](#WORD) [b](WORD) [c](WORD.md) [d][WORD] ![e](WORD.WORD) \`{{ $labels.WORD }}\` :WORD:

\`\`\`WORD
ssh {{ $labels.WORD }} WORD
\`\`\`

\`\`\`sh
WORD {{ $labels.WORD }} | WORD --WORD={{ $labels.WORD }} && sudo WORD "{{ $labels.WORD }}"
\`\`\`

\`\`\`promql
WORD(rate(WORD[5m])) + WORD(x) + sum by (WORD) (WORD) offset 5WORD
\`\`\`

\`\`\`logql
{WORD="x"} | WORD | json
\`\`\`

\`\`\`mermaid
flowchart LR
  WORD --> a[WORD]
\`\`\`

\`\`\`yaml test
name: WORD
alert: WORD
series: { 'WORD{WORD="x"}': 1x10, WORD: 1WORD }
alerts: { WORD: { 1m: WORD, WORD: firing } }
WORD: 1
\`\`\`

<!-- alertbook-disable WORD -->
`),
    'rules/r.yml': fill(`groups:
- name: WORD
  interval: 1WORD
  WORD: 1
  rules:
  - { record: 'a:WORD', expr: 'WORD(x)', WORD: 1, labels: { WORD: WORD } }
  - { alert: X, expr: 'label_replace(x, "WORD", "$1", "WORD", "(.*)") > WORD', labels: { severity: WORD } }
WORD: 1
`),
    'alertbook.links.yml': fill(
      `pages:\n  /WORD/: { title: WORD, alerts: [WORD], anchors: { WORD: WORD }, see: [/WORD], WORD: 1 }\n`,
    ),
  }
}

/** The same where nothing is an error, so that everything is made. */
const sound = (w: string): Record<string, string> => {
  const all = files(w)
  const page = all['runbooks/a.md']!
  return {
    'alertbook.yml': `site: { url: "https://books.corp/" }\nparams: { ${w}: 1 }\n`,
    'runbooks/a.md': page
      .replace(/^alert: .*$/m, 'alert: A')
      .replace(/^expr: .*\n.*\n.*\n/m, 'expr: b == 0\n')
      .replace(/^aliases.*\n/m, 'reviewed: 2026-01-01\nreview_every: 5 WORD\n'.replace('WORD', w))
      .replace(/'\{\{ \$labels.*'$/m, "'{{ $labels.WORD }}'".replaceAll('WORD', w))
      .replace(/```yaml test[\s\S]*?```/, ''),
    'rules/r.yml': `groups:\n- name: ${w}\n  rules:\n  - { record: 'a:${w}', expr: 'sum by (${w}) (${w})' }\n`,
  }
}

interface Said {
  readonly code: number
  readonly text: string
}

async function said(made: Record<string, string>, word: string, ...command: string[]): Promise<Said> {
  const { code, out, err } = await cli(temporaryProject(made), ...command, '--no-cache')
  // Places are those of a word of another length, and what is near to a word differs.
  const text = (out + err)
    .split(word)
    .join('WORD')
    .split(word.toLowerCase())
    .join('WORD')
    .replace(/ *"(?:column|endColumn|offset|start|end|length)": \d+,?\n/g, '')
    .replace(/"hint": (?:null|"did you mean[^\n]*),\n/gi, '')
    .replace(/^ *hint: did you mean.*\n|^.*│.*\n/gim, '')
  return { code, text }
}

const COMMANDS = ['check --format json', 'check --off WORD', 'inspect', 'test', 'build']

describe.each([
  ['wherever it stands', files],
  ['in a sound book', sound],
])('%s', (_, make) => {
  test.each(WORDS.flatMap((word) => COMMANDS.map((command) => [command, word])))(
    '%s: %s',
    async (command, word) => {
      // As long, and as common.
      const plain = word!.replace(/[a-z]/, 'q')
      const [expected, found] = await Promise.all(
        [plain, word!].map((one) => said(make(one), one, ...command!.replace('WORD', one).split(' '))),
      )
      expect(found).toEqual(expected)
    },
  )
})
