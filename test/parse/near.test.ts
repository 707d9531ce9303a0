/** Near-rules are errors, because their alerts would not deploy; other YAML is never reported. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Runbook } from '../../src/model.ts'
import { parse } from '../../src/parse/index.ts'
import { corpus } from '../setup.ts'

const read = (text: string): Runbook => parse({ path: 'runbooks/page.md', text }) as Runbook

const fence = (content: string, info = 'yaml', marker = '```'): string =>
  `# Page\n\n${marker}${info}\n${content}\n${marker}\n`

const RULE = 'alert: Down\nexpr: up == 0\nfor: 5m'

/** Case → the code and the range's text of its error. */
const LOST: Readonly<Record<string, readonly [text: string, code: string, place: string]>> = {
  'a misspelt name': [fence('aletr: Down\nexpr: up == 0'), 'rule-fence', 'aletr'],
  'a misspelt expression': [fence('alert: Down\nexp: up == 0'), 'rule-fence', 'exp'],
  'a letter too many': [fence('alert: Down\nexprr: up == 0'), 'rule-fence', 'exprr'],
  'a name in capitals': [fence('Alert: Down\nexpr: up == 0'), 'rule-fence', 'Alert'],
  'everything in capitals': [fence('ALERT: Down\nEXPR: up == 0'), 'rule-fence', 'ALERT'],
  'a name as Alertmanager has it': [fence('alertname: Down\nexpr: up\nfor: 5m'), 'rule-fence', 'alertname'],
  'an expression as others call it': [fence('alert: Down\nquery: up == 0\nfor: 5m'), 'rule-fence', 'query'],
  'keys in quotes': [fence('"alret": Down\n"expr": up == 0'), 'rule-fence', '"alret"'],
  'no space behind the colon': [fence('alert:Down\nexpr:up'), 'rule-fence', 'alert:Down\nexpr:up'],
  'equals signs': [fence('alert = Down\nexpr = up'), 'rule-fence', 'alert = Down\nexpr = up'],
  'no colon': [fence('alert Down\nexpr: up'), 'yaml-syntax', 'expr'],
  'a word over the rules': [fence('alerts:\n- alert: Down\n  expr: up'), 'rule-fence', 'alerts'],
  'a word over a rule': [fence('rule:\n  alert: Down\n  expr: up'), 'rule-fence', 'rule'],
  'the part of a manifest': [
    fence('spec:\n  groups:\n  - name: g\n    rules:\n    - alert: A\n      expr: up'),
    'rule-fence',
    'spec',
  ],
  'code in HTML': [
    `# Page\n\n<pre><code class="language-yaml">${RULE}\n</code></pre>\n`,
    'rule-fence',
    '<pre><code class="language-yaml">alert: Down\nexpr: up == 0',
  ],
  'groups misspelt': [
    fence('gropus:\n- name: g\n  rules:\n  - alert: A\n    expr: up'),
    'rule-fence',
    'gropus',
  ],
  'no language': [fence(RULE, ''), 'rule-fence', `\`\`\`\n${RULE}\n\`\`\``],
  'no language, other marks': [fence(RULE, '', '~~~'), 'rule-fence', `~~~\n${RULE}\n~~~`],
  'no language, a misspelt name': [
    fence('aletr: Down\nexpr: up\nfor: 5m', ''),
    'rule-fence',
    '```\naletr: Down\nexpr: up\nfor: 5m\n```',
  ],
  'no language, a tab': [
    fence('alert: Down\nexpr: up\nlabels:\n\ta: b', ''),
    'rule-fence',
    '```\nalert: Down\nexpr: up\nlabels:\n\ta: b\n```',
  ],
  'a misspelt language': [fence(RULE, 'yamll'), 'rule-fence', `\`\`\`yamll\n${RULE}\n\`\`\``],
  'a language with marks': [fence(RULE, '{.yaml}'), 'rule-fence', `\`\`\`{.yaml}\n${RULE}\n\`\`\``],
  'another language': [fence(RULE, 'promql'), 'rule-fence', `\`\`\`promql\n${RULE}\n\`\`\``],
  JSON: [
    fence('{"alert": "Down",\n "expr": "up"}', 'json'),
    'rule-fence',
    '```json\n{"alert": "Down",\n "expr": "up"}\n```',
  ],
  'JSON without a comma': [fence('{"alert": "Down"\n "expr": "up"}'), 'yaml-syntax', '"'],
  'indented code': [`# Page\n\n${RULE.replace(/^/gm, '    ')}\n`, 'rule-fence', RULE.replace(/^/gm, '    ')],
  'a fence that is indented too far': [
    `# Page\n\n${'```yaml\nalert: A\nexpr: up\n```'.replace(/^/gm, '    ')}\n`,
    'rule-fence',
    '```yaml\n',
  ],
  'a fence before it that is open': [
    '# Page\n\n```bash\nls\n\n```yaml\nalert: A\nexpr: up\n```\n',
    'rule-fence',
    '```yaml\n',
  ],
  'its fence is open, another follows': [
    '# Page\n\n```yaml\nalert: A\nexpr: up\n\nLook:\n\n```bash\nls\n```\n',
    'rule-fence',
    '```yaml',
  ],
  'its fence is open to the end': [
    '# Page\n\n```yaml\nalert: A\nexpr: up\n\n## Meaning\n\nIt: is: down.\n',
    'rule-fence',
    '```yaml',
  ],
  'raw HTML': [
    '<details>\n```yaml\nalert: A\nexpr: up\n```\n</details>\n',
    'rule-fence',
    '```yaml\nalert: A\nexpr: up\n```\n',
  ],
  'a marker inside': [fence('alert: A\nexpr: up\n---\nfor: 5m'), 'yaml-documents', '---'],
  'a marker after the name': [fence('alert: A\n---\nexpr: up'), 'yaml-documents', '---'],
  'a marker after another document': [
    fence('kind: ConfigMap\n---\nalert: A\nexpr: up'),
    'yaml-documents',
    '---',
  ],
  'a marker inside, in a list': [
    '- x\n\n  ```yaml\n  alert: A\n  expr: up\n  ---\n  for: 5m\n  ```\n',
    'yaml-documents',
    '---',
  ],
  'a marker inside, in a quote': [
    '> ```yaml\n> alert: A\n> expr: up\n> ---\n> for: 5m\n> ```\n',
    'yaml-documents',
    '---',
  ],
  'a marker inside, Windows line ends': [
    fence('alert: A\r\nexpr: up\r\n---\r\nfor: 5m\r'),
    'yaml-documents',
    '---',
  ],
  'another key instead of the name': [fence('name: A\nexpr: up\nfor: 5m'), 'rule-fence', 'expr'],
  'another key instead of the expression': [fence('alert: A\ncondition: up\nfor: 5m'), 'rule-fence', 'alert'],
  'rules that are no list': [
    fence('groups:\n- name: g\n  rules:\n    alert: A\n    expr: up'),
    'rule-fence',
    'rules',
  ],
  'a rule of Prometheus 1': [
    fence('ALERT Down\n  IF up == 0\n  FOR 5m'),
    'rule-fence',
    'ALERT Down\n  IF up == 0\n  FOR 5m',
  ],
  'JSON on one line': [
    fence('{"alert": "Down", "expr": "up"}', 'json'),
    'rule-fence',
    '```json\n{"alert": "Down", "expr": "up"}\n```',
  ],
  'no fence': [`# Page\n\n${RULE}\n`, 'rule-fence', 'alert: Down\nexpr: up == 0'],
  'no fence, in a list': ['- alert: A\n  expr: up\n', 'rule-fence', 'alert: A\n  expr: up'],
  'one mark instead of three': [
    `# Page\n\n\`yaml\n${RULE}\n\`\n`,
    'rule-fence',
    'alert: Down\nexpr: up == 0',
  ],
  'two marks instead of three': [
    `# Page\n\n\`\`yaml\n${RULE}\n\`\`\n`,
    'rule-fence',
    'alert: Down\nexpr: up == 0',
  ],
  'preformatted HTML': [`<pre>\n${RULE}\n</pre>\n`, 'rule-fence', 'alert: Down\nexpr: up == 0'],
  'a heading of it': ['alert: A\nexpr: up\n---\n', 'rule-fence', 'alert: A\nexpr: up'],
  'wrong indentation': [fence('alert: A\n expr: up'), 'yaml-syntax', 'expr'],
  'a tab': [fence('alert: A\nexpr: up\nlabels:\n\ta: b'), 'yaml-syntax', '\t'],
}

describe('nearly a rule', () => {
  test.each(Object.entries(LOST))('%s', (_, [text, code, place]) => {
    const { blocks, diagnostics } = read(text)
    expect(blocks).toEqual([])
    expect(diagnostics.map(({ severity, code: found }) => `${severity} ${found}`)).toEqual([`error ${code}`])
    const { range, hint } = diagnostics[0]!
    expect(text.slice(range.start, range.end)).toBe(place)
    expect(hint).toBeTruthy()
  })

  test.each([
    ['beside a compiled rule', `${fence(RULE)}\n${fence(RULE.replace('Down', 'Up'), '')}`],
    ['of an alert that the page names', `---\nalerts: [Down]\n---\n\n${fence(RULE, '')}`],
    ['of an alert that a shortcode names', `{{% rule "a.yml" "Down" %}}\n\n${fence(RULE, '')}`],
  ])('a rule without a language %s is a warning', (_, text) => {
    const { diagnostics } = read(text)
    expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['warning rule-fence'])
  })
})

test.each([
  ['a fence', '<!--\n```yaml\nalert: A\nexpr: up\n```\n-->\n'],
  ['the rule alone', '<!--\nalert: A\nexpr: up\n-->\n'],
])('a rule in a comment is a warning: %s', (_, text) => {
  const { diagnostics } = read(text)
  expect(diagnostics.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'warning This rule is in a comment: it is not compiled',
  ])
})

describe('no rule, or one that is only shown', () => {
  test.each([
    ['`example`', fence('aletr: Down\nexpr: up', 'yaml example')],
    ['`example` without a language', fence(RULE, '{example}')],
    ['a rule in Markdown that is shown', fence(fence(RULE), 'markdown', '````')],
    ['the same, with marks too few', '# Page\n\n```md\n```yaml\nalert: A\nexpr: up\n```\n'],
    ['a difference', fence('- alert: A\n- expr: up', 'diff')],
    ['prose about keys', 'The keys are `alert:` and `expr:`.\nalert: the name of it\nexpr: what is asked\n'],
    ['an option', fence('alert: true')],
    ['a dashboard', fence('title: x\nexpr: up\nlegendFormat: y')],
    ['Grafana', fence('alert: A\nquery: B\nuid: x\nfolder: y\ncondition: z')],
    ['two documents of another tool', fence('kind: A\n---\nkind: B')],
    ['a log', fence('alert: Down is firing\nlevel: warn', '')],
    ['a question about expr', fence('expr: what is it?', '')],
  ])('%s', (_, text) => {
    expect(read(text).diagnostics).toEqual([])
  })

  test.each([
    ['a marker before it', fence(`---\n${RULE}`)],
    ['a marker behind it', fence(`${RULE}\n---`)],
  ])('a rule with %s is compiled', (_, text) => {
    expect(read(text)).toMatchObject({ diagnostics: [], blocks: [{ groups: [{ rules: [{}] }] }] })
  })
})

test.each(['srerun/content', 'rulesets', 'awesome', 'seeds'])(
  'Markdown of others: nothing in %s is nearly a rule',
  (name) => {
    const folder = corpus(name)
    if (!folder) return
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.md$/.test(path),
    )
    const found = files.flatMap((path) =>
      read(readFileSync(join(folder, path), 'utf8')).diagnostics.map(
        ({ severity, code, message }) => `${severity} ${code} ${path}: ${message}`,
      ),
    )
    expect(found.filter((line) => /^error (?:rule-|yaml-|frontmatter)/.test(line))).toEqual([])
  },
)
