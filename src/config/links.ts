/** `actions.links` of the configuration: addresses with slots, and conditions for showing them. */
import type { HouseLink } from '../model.ts'
import { slotsIn } from '../text/actions.ts'
import { isWebAddress } from '../text/address.ts'
import type { Range } from '../text/source.ts'
import { itemsOf, textOf, type YamlNode } from '../yaml/index.ts'
import { type Report, reportKey } from './report.ts'

const KEYS = ['title', 'url', 'when']

/** A list of links; invalid entries are reported and left out. */
export function readLinks(node: YamlNode, name: string, report: Report): HouseLink[] {
  const wrong = (range: Range): undefined => {
    report(range, 'config-value', `\`${name}\` is a list of links, each with \`title\` and \`url\``)
    return undefined
  }
  if (node.kind !== 'seq') {
    wrong(node.range)
    return []
  }
  return node.items.flatMap((item) => {
    if (item.kind !== 'map') return wrong(item.range) ?? []
    const texts = new Map<string, readonly string[]>()
    for (const { key, value } of item.entries) {
      const word = textOf(key) ?? ''
      if (!KEYS.includes(word)) reportKey(key.range, word, name, KEYS, report)
      texts.set(
        word,
        itemsOf(value).map((part) => textOf(part) ?? ''),
      )
    }
    const [title = ''] = texts.get('title') ?? []
    const [url = ''] = texts.get('url') ?? []
    if (title === '' || !isWebAddress(url)) return wrong(item.range) ?? []
    const slots = slotsIn(url).map(({ label }) => label)
    return [{ title, url, when: [...new Set([...(texts.get('when') ?? []), ...slots])] }]
  })
}
