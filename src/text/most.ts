/** The largest of the numbers, at least `least`. `Math.max(...numbers)` passes each as an argument: see `append`. */
export function most(numbers: Iterable<number>, least = 0): number {
  let found = least
  for (const number of numbers) if (number > found) found = number
  return found
}
