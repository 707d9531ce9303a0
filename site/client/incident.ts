/** What is known of the alert, for scripts that are loaded later. */
export interface Incident {
  /** Label names and values, sorted. */
  labels(): readonly (readonly [string, string])[]
  /** A fact from the address, such as `at`. */
  fact(name: string): string
  /** Labels in PromQL notation. */
  matchers(pairs: readonly (readonly [string, string])[]): string
  /** What a slot shows: the label that it takes, and its value; `''` without one. */
  shownIn(slot: HTMLElement): { readonly name: string; readonly value: string }
  /** Calls back now and whenever a label changes. */
  onLabels(listener: () => void): void
  /** Sets labels by name; `''` for one that is not known any more. The address follows. */
  setFacts(facts: Readonly<Record<string, string>>): void
  /** No label is known any more. */
  clear(): void
}
