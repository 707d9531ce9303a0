/**
 * One thing many times over, in every place where it may stand: what a pattern tries again from each of its positions, or
 * holds on the stack, shows here. A place is what stands before it and behind it.
 */
type Place = readonly [before: string, after: string]
type Places = Readonly<Record<string, Place>>

export const FILLINGS: readonly string[] = [
  ...[...' \n\r\t-+–#x>`"<[](){}*_~\\\':=%|&!,;?@/0$.é\u200b\u2028\ufeff\0'],
  ...[
    '\r\n',
    ' \n',
    '\n ',
    '   \n',
    '\\\n',
    '\n\n#',
    '# x\n',
    '#\n',
    'x\n',
    '---\n',
    '...\n',
    '~~~\n',
    '```\n',
    ':::\n',
  ],
  ...[
    'a: b\n',
    '- a\n',
    '!!! note\n',
    '=== "a"\n',
    '> ',
    '- ',
    '1.',
    '| ',
    'a|',
    ': ',
    '{a: ',
    '{"',
    "''",
    '\\"',
    'a.b ',
  ],
  ...[
    '<!--',
    '<!-- a -->',
    '<!',
    '<a ',
    'a="',
    '<details>',
    '![',
    '](',
    '&amp;',
    '&a',
    '%7B',
    'http://a',
    '/*',
    '//',
  ],
  ...[
    '{{',
    '}} ',
    '{{<',
    '{{%',
    '{{ $labels.a }} ',
    '{{< ref "a" >}}',
    '{% ',
    '$(',
    '$x',
    'sum(',
    ' | ',
    'a,',
    "a'",
  ],
]

const fence = (language: string, before = '', after = ''): Place => [
  `# T\n\n\`\`\`${language}\n${before}`,
  `${after}\n\`\`\`\n`,
]
const block = (before: string, after = ''): Place =>
  fence('yaml', `alert: A\nexpr: up == 0\n${before}`, after)

const MARKDOWN: Places = {
  alone: ['', ''],
  'in a sentence': ['a ', ' b\n'],
  'lines of a frontmatter': ['---\n', '\n---\n# T\n'],
  'a value of a frontmatter': ['---\na: ', '\n---\n# T\n'],
  'a title in quotes': ['---\ntitle: "', '"\n---\n# T\n'],
  'names in a frontmatter': ['---\nalerts: [', ']\n---\n# T\n'],
  'a frontmatter without end': ['---\ntitle: a\n', ''],
  'behind a marker': ['---', '\ntitle: a\n---\n'],
  'above a frontmatter': ['# T\n', '---\ntitle: b\n---\n'],
  'a title above a frontmatter': ['# T', '\n---\ntitle: b\n---\n'],
  'lines of TOML': ['+++\n', '\n+++\n# T\n'],
  'a text of TOML': ['+++\na = "', '"\n+++\n# T\n'],
  'a summary': block('annotations:\n  summary: "', '"'),
  'an expression': fence('yaml', 'alert: A\nexpr: '),
  'a template': block("annotations:\n  summary: '{{ ", " }}'"),
  'above a rule': fence('yaml', '', '\nalert: A\nexpr: up'),
  'below a rule': block(''),
  'a comment in a rule': block('# '),
  'a test': fence('yaml test', 'series:\n'),
  'behind a slot': fence('sh', 'ls {{ $labels.a }} '),
  'before a slot': fence('sh', '', ' ls {{ $labels.a }}'),
  'in quotes behind a slot': fence('sh', 'ssh {{ $labels.a }} "', '"'),
  'in a script': fence('sh', "sh -c '", "' {{ $labels.a }}"),
  'SQL behind a slot': fence('sql', "select '{{ $labels.a }}' "),
  'before a slot in no language': fence('', '', ' {{ $labels.a }}'),
  'PowerShell behind a slot': fence('powershell', 'Get-X {{ $labels.a }} '),
  'a query with a slot': fence('promql', 'up{a="{{ $labels.a }}"} '),
  ...Object.fromEntries(
    [
      '',
      'sh',
      'console',
      'promql',
      'logql',
      'yaml',
      'json',
      'sql',
      'ini',
      'python',
      'mermaid',
      'yaml example',
    ].map((language) => [`code of \`${language}\``, fence(language)]),
  ),
  'a diagram': fence('mermaid', 'flowchart LR\nA["', '"] --> B'),
  'a language': ['# T\n\n```', '\na\n```\n'],
  'a cell': ['| a | b |\n| - | - |\n| ', ' | c |\n'],
  'a target': ['[a](', ')\n'],
  'a name of a link': ['[', '](b)\n'],
  'an image': ['![', '](b.png)\n'],
  'a definition': ['[a]\n\n[a]: ', '\n'],
  'a heading': ['# ', '\n'],
  'an item': ['- ', '\n'],
  'a callout': ['> [!NOTE]\n> ', '\n'],
  'a note': ['!!! note "', '"\n    a\n'],
  'a comment': ['<!-- ', ' -->\n'],
  'an ignore': ['<!-- alertbook-ignore alert-for: ', ' -->\n'],
  'an attribute': ['<a href="', '">x</a>\n'],
  'a tag': ['<div ', '>x</div>\n'],
  'a summary of details': ['<details><summary>', '</summary>\n\na\n</details>\n'],
  'a code span': ['a `', '` b\n'],
  'a shortcode': ['{{< rule "', '" "b" >}}\n'],
  'a comment of Hugo': ['{{% comment %}}', '{{% /comment %}}\n'],
  'a side of a conflict': ['<<<<<<< a\n', '\n=======\n>>>>>>> b\n'],
  'a section': ['# T\n\n## Meaning\n\n', '\n'],
}

const rule = (before: string, after = '\n'): Place => [
  `groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n${before}`,
  after,
]

const YAML: Places = {
  alone: ['', ''],
  'above the groups': ['', '\ngroups: []\n'],
  groups: ['groups:\n', '\n'],
  'below a rule': rule(''),
  'a name': ['groups:\n- name: ', '\n  rules: []\n'],
  'an alert': ['groups:\n- name: a\n  rules:\n  - alert: "', '"\n    expr: up == 0\n'],
  'an expression': ['groups:\n- name: a\n  rules:\n  - alert: A\n    expr: ', '\n'],
  'a block expression': ['groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |\n      up ', '\n'],
  'a matcher': ['groups:\n- name: a\n  rules:\n  - alert: A\n    expr: \'up{a=~"', '"}\'\n'],
  'a duration': rule('    for: '),
  'a label': rule('    labels:\n      severity: '),
  'a summary': rule('    annotations:\n      summary: "', '"\n'),
  'a link': rule('    annotations:\n      runbook_url: "https://', '"\n'),
  'an action': rule("    annotations:\n      description: '{{ ", " }}'\n"),
  'a comment': ['# ', '\ngroups: []\n'],
  'an ignore': rule('    # alertbook-ignore alert-for: '),
  'an anchor': ['a: &', ' b\n'],
  'an alias': ['a: *', '\n'],
  'a tag': ['a: !', ' b\n'],
  'a directive': ['%YAML ', '\n---\na: b\n'],
  'a list in brackets': ['a: [', ']\n'],
  'a map in braces': ['a: {', '}\n'],
  'a header of a block': ['a: |', '\n b\n'],
  'a block': ['a: |\n  ', '\n'],
  'a text in double quotes': ['a: "', '"\n'],
  'a text in single quotes': ["a: '", "'\n"],
  'a key': ['', ': a\n'],
  'a manifest': ['apiVersion: v1\nkind: PrometheusRule\nmetadata:\n  name: ', '\nspec:\n  groups: []\n'],
}

const CONFIG: Places = {
  ...YAML,
  'an address': ['site:\n  url: "https://', '"\n'],
  'an exclusion': ['exclude: ["', '"]\n'],
  'a parameter': ['params:\n  a: "', '"\n'],
  'a folder': ['runbooks: "', '"\n'],
  'an action': ['actions:\n  links:\n    - title: a\n      url: "https://', '"\n'],
  'a version': ['prometheus:\n  version: "', '"\n'],
}

const RECORD: Places = {
  ...YAML,
  'an address': ['pages:\n  "/', '": { title: a }\n'],
  'a title': ['pages:\n  /a: { title: "', '" }\n'],
  'a new address': ['pages:\n  /a: { title: a, moved: "', '" }\n'],
  anchors: ['pages:\n  /a: { title: a, anchors: {', '} }\n'],
  'a side of a conflict': ['<<<<<<< a\n', '\n=======\npages:\n>>>>>>> b\n'],
}

const one = (before: string, after: string): Place => [
  `rule_files: [a.yml]\ntests:\n- interval: 1m\n${before}`,
  after,
]
const TESTS: Places = {
  ...YAML,
  'a rule file': ['rule_files: ["', '"]\ntests: []\n'],
  values: one('  input_series:\n  - series: up\n    values: "', '"\n'),
  'a series': one("  input_series:\n  - series: 'up{", '}\'\n    values: "1 2"\n'),
  'an expression': one("  promql_expr_test:\n  - expr: '", "'\n    eval_time: 1m\n"),
}

const SCRIPT: Places = {
  alone: ['', ''],
  samples: ['load 5m\n  up ', '\n'],
  labels: ['load 5m\n  up{', '} 1\n'],
  'a query': ['load 5m\n  up 1\neval instant at 1m ', '\n  {} 1\n'],
  'a result': ['load 5m\n  up 1\neval instant at 1m up\n  ', '\n'],
}

const SVG: Places = {
  alone: ['', ''],
  'a picture': ['<svg xmlns="http://www.w3.org/2000/svg">', '</svg>'],
  'an attribute': ['<svg xmlns="http://www.w3.org/2000/svg" width="', '"></svg>'],
  attributes: ['<svg xmlns="http://www.w3.org/2000/svg"><g ', '/></svg>'],
  'a style': ['<svg xmlns="http://www.w3.org/2000/svg"><style>', '</style></svg>'],
}

const QUERY: Places = {
  alone: ['', ''],
  'in a function': ['sum(', ')'],
  'in a selector': ['up{', '}'],
  'in a regular expression': ['up{a=~"', '"}'],
  'in a range': ['up[', ']'],
}

export type Kind =
  | 'page'
  | 'document'
  | 'rule file'
  | 'configuration'
  | 'record'
  | 'baseline'
  | 'tests'
  | 'script'
  | 'picture'
  | 'query'
  | 'template'

/** The places of each kind of input. */
export const PLACES: Readonly<Record<Kind, Places>> = {
  page: MARKDOWN,
  document: MARKDOWN,
  'rule file': YAML,
  configuration: CONFIG,
  record: RECORD,
  baseline: YAML,
  tests: TESTS,
  script: SCRIPT,
  picture: SVG,
  query: QUERY,
  template: QUERY,
}
