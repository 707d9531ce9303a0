/** How an execution ends early. Failures are thrown inside the library and never leave it. */

/** `execution`: Prometheus would fail too. The others: the template needs more than this library gives or knows. */
export type FailureKind = 'execution' | 'limit' | 'unsupported'

export interface Failure {
  readonly failure: FailureKind
  readonly message: string
}

/** Ends the execution with Go's error text. */
export function fail(message: string): never {
  throw { failure: 'execution', message } satisfies Failure
}

/** Ends the execution: it reached a limit of this library. */
export function exceed(message: string): never {
  throw { failure: 'limit', message } satisfies Failure
}

/** Ends the execution: Prometheus supports something here that this library does not. */
export function unsupported(message: string): never {
  throw { failure: 'unsupported', message } satisfies Failure
}

export function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null && 'failure' in error
}
