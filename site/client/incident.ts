/** What is known about the alert. */
export interface Incident {
  /** Label names and values, sorted. */
  labels(): readonly (readonly [string, string])[]
  /** A fact from the address, such as `at`. */
  fact(name: string): string
  /** Labels in PromQL notation. */
  matchers(pairs: readonly (readonly [string, string])[]): string
}
