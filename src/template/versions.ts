/**
 * Template features by version of Prometheus: its functions, and the Go release that its binary is built with, which
 * decides the syntax. Sources: Prometheus' CHANGELOG and the Go release notes.
 */

/** The first version with each feature. Older than 2.5, when templates were first checked on load, is not listed. */
export const since: {
  readonly functions: Readonly<Record<string, string>>
  readonly variables: Readonly<Record<string, string>>
  readonly loopControl: string
  readonly elseWith: string
  readonly rangeInteger: string
  readonly histograms: string
  readonly titleWords: string
  readonly durationsHumanized: string
  readonly durationsAsNumbers: string
  readonly unitsNamed: string
  readonly negativeDurations: string
} = {
  functions: {
    humanizePercentage: '2.11',
    parseDuration: '2.32',
    stripPort: '2.33',
    stripDomain: '2.36',
    toTime: '2.38',
    toDuration: '3.6',
    now: '3.6',
    urlQueryEscape: '3.8',
    // Built-in functions of Go 1.13.
    slice: '2.13',
  },
  variables: { $externalLabels: '2.10', $externalURL: '2.28' },
  /** `{{ break }}` and `{{ continue }}`: Go 1.18. */
  loopControl: '2.35',
  /** `{{ else with … }}`: Go 1.23. */
  elseWith: '2.55',
  /** `{{ range 3 }}`: Go 1.24. */
  rangeInteger: '3.3',
  /** Values may be native histograms. */
  histograms: '2.52',
  /** `title` knows words, with golang.org/x/text. */
  titleWords: '3.2',
  /** `humanizeDuration` takes a duration. */
  durationsHumanized: '2.54',
  /** So do the others that take a number. */
  durationsAsNumbers: '2.55',
  /** `parseDuration` names the unit that it does not know. */
  unitsNamed: '2.43',
  /** `parseDuration "-5m"`. */
  negativeDurations: '3.6',
}

/** Whether a version (`2.42`, `v3.1.0`) is at least `wanted`; undefined means the newest. */
export function reaches(version: string | undefined, wanted: string | undefined): boolean {
  if (version === undefined || wanted === undefined) return true
  const parts = (text: string): number[] =>
    text
      .replace(/^v/, '')
      .split('.')
      .map((part) => Number.parseInt(part, 10))
  const [major = 0, minor = 0] = parts(version)
  const [wantedMajor = 0, wantedMinor = 0] = parts(wanted)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}
