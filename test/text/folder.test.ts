/** Folders and paths from the root of the project. */
import { expect, test } from 'vitest'
import { policyFindings } from '../../src/checks/shared/policies.ts'
import { readConfig } from '../../src/config/index.ts'
import { commonFolder, isWithin, plainPath } from '../../src/text/folder.ts'
import { compiled } from '../project.ts'

test.each([
  ['./rules/', 'rules'],
  ['././rules//', 'rules'],
  ['rules\\host', 'rules/host'],
  ['.', ''],
  ['./', ''],
  ['..', '..'],
])('%j is plainly %j', (written, plain) => expect(plainPath(written)).toBe(plain))

test.each([
  ['rules/a.yml', '', true],
  ['rules/a.yml', 'rules', true],
  ['rules/a.yml', 'rules/a.yml', true],
  ['rules2/a.yml', 'rules', false],
  ['rules', 'rules/a.yml', false],
])('%j within %j: %s', (path, folder, expected) => expect(isWithin(path, folder)).toBe(expected))

test.each([
  [[], ''],
  [['a/'], 'a/'],
  [['a/b/', 'a/c/'], 'a/'],
  [['ab/', 'ac/'], ''],
  [['', 'a/'], ''],
  [['https://h/a/x', 'https://h/a/y', 'https://h/ab'], 'https://h/'],
])('the folder that %j share is %j', (paths, common) => expect(commonFolder(paths)).toBe(common))

test.each(['.', './', './rules/', 'rules', 'rules/x.yml'])('a policy in %j is for rules/x.yml', (folder) => {
  const text = `policy:\n  labels:\n    - name: team\n      in: ${folder}\n`
  const { config, diagnostics } = readConfig({ path: 'alertbook.yml', text }, [])
  expect(diagnostics).toEqual([])
  const { program } = compiled({
    'rules/x.yml': 'groups:\n- name: g\n  rules:\n  - { record: a:b, expr: up }\n',
  })
  const policies = config.policy.labels.map((policy) => ({ ...policy, rules: 'all' as const }))
  expect([...policyFindings(program, policies, 'label', ({ labels }) => labels)]).toHaveLength(1)
})
