/** Every input of the program besides pages and rule files of a book: where a filling stands in it, and what reads it. */
type Files = Readonly<Record<string, string>>

export interface Input {
  /** The project with the filling in it. */
  files(text: string): Files
  readonly args: readonly string[]
  /** Standard input. */
  stdin?(text: string): string
}

const PAGE =
  '# A\n\n## Meaning\n\nText.\n\n```yaml\nalert: A\nexpr: up == 0\nannotations:\n  summary: a\n```\n'
const RULES =
  'groups:\n- name: a\n  rules:\n  - alert: B\n    expr: up == 0\n    annotations:\n      summary: a\n'
const CONFIG = 'site:\n  url: https://a.corp/\n'
const BOOK: Files = { 'alertbook.yml': CONFIG, 'runbooks/a.md': PAGE }
const TESTS = 'rule_files: [a.yml]\ntests:\n'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg">'

/** What is put into one file of a book. */
const inBook =
  (path: string, before = '', after = '') =>
  (text: string): Files => ({ ...BOOK, [path]: before + text + after })

const inFolder =
  (path: string, before = '', after = '', more: Files = {}) =>
  (text: string): Files => ({ 'alertbook.yml': CONFIG, ...more, [path]: before + text + after })

const importing = (before: string, after = ''): Input => ({
  files: inFolder('in.yml', before, after),
  args: ['import', 'in.yml'],
})

const unitTest = (before: string, after = ''): Input => ({
  files: (text) => ({ 'a.yml': RULES, 't.yml': before + text + after }),
  args: ['test', 't.yml'],
})

export const INPUTS: Readonly<Record<string, Input>> = {
  'the configuration': { files: inBook('alertbook.yml'), args: ['build'] },
  'a pattern of `exclude`': {
    files: inBook('alertbook.yml', `${CONFIG}exclude: ["`, '"]\n'),
    args: ['check'],
  },
  'a pattern of `tests`': { files: inBook('alertbook.yml', `${CONFIG}tests: ["`, '"]\n'), args: ['test'] },
  'a folder of rules': { files: inBook('alertbook.yml', `${CONFIG}rules: "`, '"\n'), args: ['check'] },
  'a pattern of a policy': {
    files: inBook('alertbook.yml', `${CONFIG}policy:\n  labels:\n  - name: severity\n    pattern: '`, "'\n"),
    args: ['check'],
  },
  'the record': { files: inBook('alertbook.links.yml'), args: ['build'] },
  'pages of the record': { files: inBook('alertbook.links.yml', 'pages:\n'), args: ['build'] },
  'an address of the record': {
    files: inBook('alertbook.links.yml', 'pages:\n  "/', '": { title: a }\n'),
    args: ['build'],
  },
  'a record with a conflict': {
    files: inBook('alertbook.links.yml', '<<<<<<< a\n', '\n=======\npages:\n>>>>>>> b\n'),
    args: ['check'],
  },
  'the baseline': { files: inBook('alertbook.baseline.yml'), args: ['check'] },
  'parameters of another file': {
    files: (text) => ({
      ...BOOK,
      'alertbook.yml': `${CONFIG}params_from: [p.yml]\n`,
      'p.yml': `params:\n${text}`,
    }),
    args: ['build'],
  },
  'unit tests': unitTest(TESTS),
  'rule files of a unit test': unitTest('rule_files: ["', '"]\ntests:\n- interval: 1m\n'),
  'values of a unit test': unitTest(
    `${TESTS}- interval: 1m\n  input_series:\n  - series: up\n    values: "`,
    '"\n',
  ),
  'a script of PromQL': {
    files: (text) => ({ 'a.test': `load 5m\n  up ${text}\n` }),
    args: ['test', 'a.test'],
  },
  'a test of a page': {
    files: inBook('runbooks/a.md', `${PAGE}\n\`\`\`yaml test\n`, '\n```\n'),
    args: ['test'],
  },
  'a rule file by name': { files: (text) => ({ 'a.rules': text }), args: ['check', 'a.rules'] },
  'rules on standard input': { files: () => ({}), args: ['check', '-'], stdin: (text) => RULES + text },
  'an expression on standard input': { files: () => ({}), args: ['expr', '-'], stdin: (text) => text },
  'a line of expressions': {
    files: () => ({}),
    args: ['expr', '--jsonl'],
    stdin: (text) => JSON.stringify({ input: text }),
  },
  'an image': {
    files: (text) => ({
      ...BOOK,
      'runbooks/a.md': `${PAGE}\n![a](a.svg)\n`,
      'runbooks/a.svg': `${SVG}${text}</svg>`,
    }),
    args: ['build'],
  },
  'attributes of an image': {
    files: (text) => ({
      ...BOOK,
      'runbooks/a.md': `${PAGE}\n![a](a.svg)\n`,
      'runbooks/a.svg': `${SVG}<g ${text}/></svg>`,
    }),
    args: ['build'],
  },
  'imported rules': importing(''),
  'a summary of an imported rule': importing(RULES.replace(/a\n$/, '"'), '"\n'),
  'a comment of an imported rule': importing(`${RULES}    # `, '\n'),
  'an imported link': importing(`${RULES}      runbook_url: "https://`, '"\n'),
  'imported unit tests': {
    files: inFolder('t.yml', 'rule_files: [in.yml]\ntests:\n', '', { 'in.yml': RULES }),
    args: ['import', 'in.yml', 't.yml'],
  },
  'an imported page': { files: inBook('wiki/a.md', '# A\n\n'), args: ['import', '--pages', 'wiki'] },
  'a title of Hugo': {
    files: (text) => ({ 'config.toml': `title = ${text}"x"y\n`, 'content/a.md': '# A\n' }),
    args: ['import', '--from', 'hugo'],
  },
  'parameters of Hugo': {
    files: (text) => ({ 'hugo.yaml': `params:\n${text}`, 'content/a.md': '# A {{< param b >}}\n' }),
    args: ['import', '--from', 'hugo'],
  },
  'a page of `inspect`': { files: inBook('runbooks/b.md', '# B\n\n'), args: ['inspect', 'runbooks/b.md'] },
  'the manifest of the output': { files: inBook('dist/.alertbook.json'), args: ['build'] },
  'the alerts of the output': { files: inBook('dist/alerts.json'), args: ['build'] },
  'the lock of the output': { files: inBook('dist/.alertbook.lock'), args: ['build'] },
  'a style of a theme': {
    files: (text) => ({ ...BOOK, 'alertbook.yml': `${CONFIG}  theme: theme\n`, 'theme/style.css': text }),
    args: ['build'],
  },
  'what `init` finds': {
    files: (text) => ({
      'package.json': text,
      'yarn.lock': text,
      '.gitlab-ci.yml': text,
      '.gitignore': text,
      'r/a.yml': RULES + text,
      'docs/a.md': text,
    }),
    args: ['init'],
  },
  'the cache': {
    files: (text) => ({
      ...BOOK,
      'package.json': '{}',
      'node_modules/.cache/alertbook/stamps': text,
      'node_modules/.cache/alertbook/memory': text,
      'node_modules/.cache/alertbook/last-build': text,
    }),
    args: ['build'],
  },
}
