/** The pipeline that `init --ci gitlab` writes: checks, tests, the rules as an artifact, the site on GitLab Pages. */
import { shellQuoted } from '../../text/shell.ts'
import { type Place, programOf } from './home.ts'
import type { Manager } from './manager.ts'

export function pipeline(place: Place, { lock, setup, install }: Manager): string {
  const { folder } = place
  const program = programOf(place)
  const at = folder === '' ? '' : `${folder}/`
  const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : doubleQuoted(path))
  const shell = shellQuoted(folder)
  const enter = folder === '' ? '' : `    - ${yamlText(`cd ${shell}`)}\n`
  return `# Checks the runbooks, runs the tests of the alerts, keeps the rule files, and publishes the site to GitLab Pages.
# It installs Alertbook from the project's own ${lock.slice(lock.lastIndexOf('/') + 1)}.
runbooks:
  image: node:22
  variables:
    # Pages say when they were changed.
    GIT_DEPTH: "0"
  before_script:
${enter}${[...setup, install].map((line) => `    - ${line}\n`).join('')}  script:
    - ${program} check --format gitlab > gl-code-quality-report.json
    - ${program} test --pass-with-no-tests --format junit > tests.xml
    - ${program} build
  artifacts:
    when: always
    paths:
      - ${quoted(`${at}dist/`)}
    reports:
      codequality: ${quoted(`${at}gl-code-quality-report.json`)}
      junit: ${quoted(`${at}tests.xml`)}

pages:
  image: node:22
  needs: [runbooks]
  script:
    - ${yamlText(`mv ${folder === '' ? 'dist/site' : `${shell}/dist/site`} public`)}
  artifacts:
    paths:
      - public
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
`
}

const yamlText = (text: string): string => (/^[\w ./-]+$/.test(text) ? text : doubleQuoted(text))

const doubleQuoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`
