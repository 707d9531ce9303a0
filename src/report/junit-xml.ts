/**
 * JUnit's XML as services read it: Jenkins by the schema of its xUnit plugin (`junit-10.xsd`), GitLab by the elements that
 * "Unit test reports" in its documentation lists. Of a case both read one failure alone, and GitLab takes of several cases
 * of one name the first. The schema knows neither `file` nor `line` of a case: the class is the file, and the text has the
 * line.
 */
import { escaped } from './xml.ts'

export interface JunitSuite {
  readonly name: string
  readonly cases: readonly JunitCase[]
  /** Cases that were not run, and are not among them. */
  readonly skipped?: number
}

export interface JunitCase {
  readonly name: string
  readonly classname: string
  readonly failure?: JunitFault
  /** It could not be run. */
  readonly error?: JunitFault
  /** What it says although it passes. */
  readonly output?: string
}

export interface JunitFault {
  readonly type?: string
  readonly message: string
  readonly text: string
}

/** The report of some suites, with its numbers. */
export function junitXml(suites: readonly JunitSuite[]): string {
  const named = distinctNames()
  const all = suites.map(({ name, cases, skipped = 0 }) => {
    const failures = cases.filter(({ failure }) => failure !== undefined).length
    const errors = cases.filter(({ error }) => error !== undefined).length
    const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="${skipped}"`
    const texts = cases.map((one) => caseXml(one, named(one)))
    return `  <testsuite name="${escaped(name)}" ${counts}>\n${texts.join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${all.join('')}</testsuites>\n`
}

/** Names for cases: of those of one class that have the same, the second is `name (2)`. */
function distinctNames(): (one: JunitCase) => string {
  const taken = new Set<string>()
  return ({ classname, name }) => {
    let own = name
    for (let n = 2; taken.has(`${classname}\n${own}`); n++) own = `${name} (${n})`
    taken.add(`${classname}\n${own}`)
    return own
  }
}

function caseXml({ classname, failure, error, output }: JunitCase, name: string): string {
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(classname)}"`
  const body = [
    ...(failure ? [faultXml('failure', failure)] : []),
    ...(error ? [faultXml('error', error)] : []),
    ...(output === undefined ? [] : [`      <system-out>${escaped(output)}</system-out>\n`]),
  ].join('')
  return body === '' ? `${head}/>\n` : `${head}>\n${body}    </testcase>\n`
}

function faultXml(element: 'failure' | 'error', { type, message, text }: JunitFault): string {
  const kind = type === undefined ? '' : ` type="${escaped(type)}"`
  return `      <${element}${kind} message="${escaped(message)}">${escaped(text)}</${element}>\n`
}
