/** Sets properties of an object under construction. */

/** Sets a property of the target, unless there is nothing to set it to. */
export const setterOf =
  <T extends object>(target: T) =>
  <K extends keyof T>(key: K, value: T[K] | undefined): void => {
    if (value !== undefined) target[key] = value
  }
