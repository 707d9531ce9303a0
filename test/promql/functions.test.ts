/** The tables of functions and aggregation operators compared with upstream's. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aggregators, functions, versionNumber } from '../../src/promql/index.ts'
import { corpus } from '../setup.ts'

interface Facts {
  readonly functions: readonly {
    readonly name: string
    readonly argTypes: readonly string[]
    readonly minArgs: number
    readonly maxArgs: number | null
    readonly returnType: string
    readonly experimental: boolean
  }[]
  readonly aggregators: readonly {
    readonly name: string
    readonly param: string | null
    readonly experimental: boolean
  }[]
}

const newest = versionNumber('3.14') as number

test('every function is the one of Prometheus 3.14', () => {
  const folder = corpus('promql')
  if (!folder) return
  const facts = JSON.parse(readFileSync(join(folder, 'functions.json'), 'utf8')) as Facts
  const ours = [...functions.values()]
    .filter(({ until }) => until === undefined)
    .map(({ name, args, minArgs, maxArgs, returns, experimental, stable }) => ({
      name,
      argTypes: args,
      minArgs,
      maxArgs: Number.isFinite(maxArgs) ? maxArgs : null,
      returnType: returns,
      experimental: experimental && (stable === undefined || newest < (versionNumber(stable) as number)),
    }))
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)
  expect(ours.sort(byName)).toEqual(
    facts.functions
      .map(({ name, argTypes, minArgs, maxArgs, returnType, experimental }) => ({
        name,
        argTypes,
        minArgs,
        maxArgs,
        returnType,
        experimental,
      }))
      .sort(byName),
  )
})

test('every aggregation operator is the one of Prometheus 3.14', () => {
  const folder = corpus('promql')
  if (!folder) return
  const facts = JSON.parse(readFileSync(join(folder, 'functions.json'), 'utf8')) as Facts
  const ours = [...aggregators.values()].map(({ name, param = null, experimental }) => [
    name,
    param,
    experimental,
  ])
  expect(ours.sort()).toEqual(
    facts.aggregators.map(({ name, param, experimental }) => [name, param, experimental]).sort(),
  )
})

test('a version a table names is one', () => {
  for (const { name, since, until, stable } of functions.values()) {
    for (const version of [since, until, stable]) {
      if (version !== undefined) expect(versionNumber(version), name).toBeGreaterThan(2030)
    }
  }
})
