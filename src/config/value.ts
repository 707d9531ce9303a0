/** Reads the value of a key according to its kind. */
import { parseDuration } from '../promql/duration.ts'
import { isWebAddress } from '../text/address.ts'
import { didYouMean } from '../text/nearest.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import type { Range } from '../text/source.ts'
import { described, itemsOf, textOf, type YamlNode } from '../yaml/index.ts'
import type { ConfigKey } from './keys.ts'
import { readLinks } from './links.ts'
import { readManifest } from './manifest.ts'
import { readParams } from './params.ts'
import { readPolicies } from './policies.ts'
import type { Report } from './report.ts'
import { readOverrides, readSeverities } from './severities.ts'

/** Undefined for a value of another kind, which is reported: the key keeps its default. */
export function readValue(
  node: YamlNode,
  name: string,
  { kind, of = [] }: ConfigKey,
  codes: readonly string[],
  report: Report,
): unknown {
  const wrong = (range: Range, expected: string, hint?: string): undefined => {
    report(
      range,
      'config-value',
      `Unexpected ${described(node, 60)} for \`${name}\`, expected ${expected}`,
      hint,
    )
    return undefined
  }
  const word = textOf(node)
  switch (kind) {
    case 'text':
      return word !== undefined && word !== '' ? word : wrong(node.range, 'a string')
    case 'words':
    case 'texts': {
      const items = itemsOf(node)
      const bad = items.find((item) => !textOf(item))
      if (bad) return wrong(bad.range, 'a string or a list of strings')
      const texts = items.map((item) => textOf(item)!)
      return kind === 'texts' ? texts : texts.map(wordsOf)
    }
    case 'choice': {
      if (word !== undefined && of.includes(word)) return word
      return wrong(
        node.range,
        of.map((one) => `\`${one}\``).join(' or '),
        word === undefined ? undefined : didYouMean(word, of),
      )
    }
    case 'version':
      return word !== undefined && /^v?\d+\.\d+(\.\d+)?$/.test(word)
        ? word.replace(/^v/, '')
        : wrong(node.range, 'a version such as `"2.42"`', 'quote it: YAML reads 3.10 as the number 3.1')
    case 'duration':
      return word !== undefined && parseDuration(word).error === undefined
        ? word
        : wrong(node.range, 'a duration such as `30s` or `1m`')
    case 'size':
      return (
        (word === undefined ? undefined : sizeOf(word)) ??
        wrong(node.range, 'a size such as `512KB` or `16MB`')
      )
    case 'manifest':
      return readManifest(node, wrong)
    case 'url':
    case 'base':
      if (word !== undefined && isPlaceholder(word)) {
        const message = `\`${word}\` is an example address: \`${name}\` is not set yet`
        report(node.range, 'config-value', message, 'write your own address', 'warning')
      }
      if (word !== undefined && kind === 'base' && /[?#]/.test(word))
        return wrong(
          node.range,
          'an address without `?` and `#`, because the paths of pages are appended to it',
        )
      return word !== undefined && isUrl(word)
        ? word.replace(/\/$/, '') + (kind === 'base' ? '/' : '')
        : wrong(
            node.range,
            'an address that begins with `https://` or `http://`',
            word !== undefined && /^[\w-]+(?:\.[\w-]+)+(?:[/:]|$)/.test(word)
              ? `write \`https://${word}\``
              : undefined,
          )
    case 'pairs': {
      if (node.kind !== 'map') return wrong(node.range, 'a mapping of names to strings')
      const pairs: [string, string][] = []
      for (const { key, value } of node.entries) {
        if (key.kind !== 'scalar' || value.kind !== 'scalar')
          return wrong(value.range, 'a mapping of names to strings')
        pairs.push([key.text.value, value.text.value])
      }
      return Object.fromEntries(pairs)
    }
    case 'params':
      return readParams(node, name, report)
    case 'policies':
      return readPolicies(node, name, report)
    case 'links':
      return readLinks(node, name, report)
    case 'severities':
      return readSeverities(node, name, codes, report)
    case 'overrides':
      return readOverrides(node, name, codes, report)
  }
}

/** A size in bytes, in Prometheus' notation (`body_size_limit`); undefined for an invalid one and above 1 GB. */
function sizeOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9})\s*(KB|KiB|MB|MiB|GB|GiB)$/i.exec(text) ?? []
  if (amount === undefined || unit === undefined) return undefined
  const bytes = Number(amount) * 1024 ** ('KMG'.indexOf(unit[0]!.toUpperCase()) + 1)
  return bytes > 0 && bytes <= 1 << 30 ? bytes : undefined
}

function isUrl(text: string): boolean {
  return isWebAddress(text) && URL.canParse(text)
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
