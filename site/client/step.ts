/** A step of a runbook, and the box that is ticked when it is done. */
export interface Step {
  readonly item: HTMLElement
  readonly box: HTMLElement
}
