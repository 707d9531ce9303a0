/**
 * A Markdown construct of our own: `{{ … }}` on one line is text, whatever Markdown would make of its characters.
 * Otherwise `{{ reReplaceAll "(.*)_x" "$1_y" $labels.a }}` would lose its `_` and `*`.
 */
import type { Extension as FromMarkdown } from 'mdast-util-from-markdown'
import type { Code, Construct, Extension, State, TokenizeContext } from 'micromark-util-types'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    templateText: 'templateText'
  }
}

const construct: Construct = { name: 'templateText', tokenize }

/** Where a `{{` was found that nothing closes on its line: none after it on that line is closed, and none is tried. */
const unclosed = new WeakMap<TokenizeContext, { readonly line: number; readonly offset: number }>()

function tokenize(
  this: TokenizeContext,
  effects: Parameters<Construct['tokenize']>[0],
  ok: State,
  nok: State,
): State {
  let braces = 0
  const start = this.now()
  const before = unclosed.get(this)
  const isLost = before?.line === start.line && before.offset <= start.offset
  const lose = (code: Code): State | undefined => {
    unclosed.set(this, start)
    return nok(code)
  }
  return isLost ? nok : open

  function open(code: Code): State | undefined {
    if (code !== 123) return nok(code)
    if (braces === 0) effects.enter('templateText')
    effects.consume(code)
    braces++
    return braces === 2 ? inside : open
  }

  function inside(code: Code): State | undefined {
    if (code === null || code < -2) return lose(code)
    if (code === 125) {
      effects.consume(code)
      return close
    }
    effects.consume(code)
    return inside
  }

  function close(code: Code): State | undefined {
    if (code !== 125) return inside(code)
    effects.consume(code)
    effects.exit('templateText')
    return ok
  }
}

/** The syntax, for micromark. */
export const templateTextSyntax: Extension = { text: { 123: construct } }

/** The text node, for mdast-util-from-markdown. */
export const templateTextTree: FromMarkdown = {
  enter: {
    templateText(token) {
      this.enter({ type: 'text', value: this.sliceSerialize(token) }, token)
    },
  },
  exit: {
    templateText(token) {
      this.exit(token)
    },
  },
}
