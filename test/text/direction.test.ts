import { expect, test } from 'vitest'
import { directionOf } from '../../src/text/direction.ts'

test.each([
  ['A disk is full', 'ltr'],
  ['القرص ممتلئ', 'rtl'],
  ['הדיסק מלא', 'rtl'],
  ['90 % – القرص', 'rtl'],
  ['HostDiskFull القرص', 'ltr'],
  ['データベース', 'ltr'],
  ['', 'ltr'],
  ['90 %', 'ltr'],
] as const)('%s runs %s', (text, direction) => {
  expect(directionOf(text)).toBe(direction)
})
