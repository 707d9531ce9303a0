/** Shell words with their quotes, expansions and substitutions: the lower half of `read-shell.ts`. */
import { append } from '../../text/append.ts'
import { levelAt } from './argument.ts'
import { type Level, MARK } from './places.ts'
import type { Pipeline, Place, Quote, Word } from './words.ts'

/** Thrown at something not fully understood: reading ends there. Never leaves `readShell`. */
export class Doubt extends Error {}

export abstract class WordReader {
  readonly text: string
  at = 0
  slots = 0
  depth = 0
  /** A quote or substitution was open when this line began: pasted alone, it means something else. */
  torn = false
  /** Slots in comments, and in calculations that are commands by themselves. */
  comments: Place[] = []

  constructor(text: string) {
    this.text = text
  }

  /** Commands up to `close`. */
  protected abstract list(close: string): Pipeline[]

  protected match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    return pattern.exec(this.text)?.[0]
  }

  /** Collects the slots of text that is no command here but may be one in another shell. */
  protected slotsOf(from: number, to: number, into: Place[]): void {
    for (let at = this.text.indexOf(MARK, from); at >= 0 && at < to; at = this.text.indexOf(MARK, at + 1))
      into.push({ index: this.slots++, quote: '', most: levelAt(this.text, from, at) })
  }

  protected word(): Word {
    const word: Word = { value: '', places: [], literal: true, bare: '', inner: [] }
    const start = this.at
    for (;;) {
      const char = this.text[this.at]
      if (char === undefined || /[ \t\n;|&<>]/.test(char)) break
      if (char === ')' && this.depth > 0) break
      if (/[()`\r\f\v]/.test(char)) throw new Doubt()
      if (char === MARK) this.place(word, '')
      else if (char === "'") this.single(word)
      else if (char === '"') this.double(word)
      else if (char === '\\') this.escape(word)
      else if (char === '$') this.dollar(word, '')
      else {
        if (/[{}*?[\]~^=!]/.test(char)) word.bare += char
        word.value += char
        this.at++
      }
    }
    if (this.at === start) throw new Doubt()
    return word
  }

  private place(word: Word, quote: Quote): void {
    const before = this.text[this.at - 1] ?? ''
    let most: Level = 'full'
    if (this.torn) most = levelAt(this.text, this.text.lastIndexOf('\n', this.at) + 1, this.at)
    if (quote !== 'single' && /[!$]/.test(before)) most = 'none'
    if (quote === '' && /[~^]/.test(before)) most = 'none'
    if (quote === '' && /^~[^/]*$/.test(word.value)) most = 'none'
    if (before === '\\') most = quote === '' ? 'none' : stricterPlain(most)
    word.places.push({ index: this.slots++, quote, most })
    word.value += MARK
    this.at++
  }

  private single(word: Word): void {
    for (this.at++; this.text[this.at] !== "'"; ) {
      const char = this.text[this.at]
      if (char === undefined) throw new Doubt()
      if (char === MARK) this.place(word, 'single')
      else {
        if (char === '\n') this.torn = true
        word.value += char
        this.at++
      }
    }
    // In fish, a backslash before it keeps the quote open.
    if (this.text[this.at - 1] === '\\') throw new Doubt()
    this.at++
  }

  private double(word: Word): void {
    for (this.at++; this.text[this.at] !== '"'; ) {
      const char = this.text[this.at]
      if (char === undefined || char === '`') throw new Doubt()
      if (char === MARK) this.place(word, 'double')
      else if (char === '$') this.dollar(word, 'double')
      else if (char === '\\') {
        const next = this.text[this.at + 1]
        this.at++
        if (next === MARK || next === undefined) continue
        if (next === '\n') this.torn = true
        else word.value += /["\\$`]/.test(next) ? next : char + next
        this.at++
      } else {
        if (char === '\n') this.torn = true
        word.value += char
        this.at++
      }
    }
    this.at++
  }

  private escape(word: Word): void {
    const next = this.text[this.at + 1]
    this.at++
    if (next === MARK) return
    // A continued line, or a letter, which fish reads as a control character.
    if (next === undefined || /[\w\s]/.test(next)) {
      if (next === '\n') {
        this.at++
        return
      }
      if (next !== ' ') throw new Doubt()
    }
    word.value += next
    this.at++
  }

  /** `$name`, `${name}`, `$( … )`, `$(( … ))`. */
  private dollar(word: Word, quote: Quote): void {
    const rest = this.text.slice(this.at, this.at + 3)
    const name = this.match(/\$(?:[A-Za-z_]\w*|[\d?!#@*$-])/y)
    const braced = this.match(/\$\{#?[A-Za-z_]\w*(?:(?::?[-=+?]|##?|%%?|\/\/?)[\w@%+:,./*-]*)?\}/y)
    if (rest.startsWith('$((')) {
      this.at += 3
      this.calculation(word)
      word.value += '$'
    } else if (rest.startsWith('$(')) {
      this.at += 2
      const wasTorn = this.torn
      append(word.inner, this.list(')'))
      this.torn ||= wasTorn
      word.value += '$'
    } else if (braced) {
      this.at += braced.length
      word.value += braced
    } else if (name) {
      this.at += name.length
      word.value += name
      const next = this.text[this.at]
      // The value would extend the name, or become a subscript or (after a colon) a modifier.
      if (next === '[') throw new Doubt()
      if (next === MARK || (next === ':' && this.text[this.at + 1] === MARK)) {
        if (next === ':') {
          word.value += ':'
          this.at++
        }
        this.place(word, quote)
        word.places.at(-1)!.most = next === ':' ? 'number' : 'none'
      }
    } else if (/^\$[\s"]/.test(rest) && !(quote === '' && rest[1] === '"')) {
      this.at++
      word.value += '$'
      return
    } else if (rest[1] === MARK) {
      this.at++
      word.value += '$'
    } else throw new Doubt()
    word.literal = false
  }

  /** Reads between `((` and `))`: numbers only. */
  protected calculation(word: Word | undefined): void {
    const inside = this.match(/[^()'"`\\\n[\]]*\)\)/y)
    if (inside === undefined || /\$[^\w\s]/.test(inside)) throw new Doubt()
    const places = word?.places ?? this.comments
    for (let at = inside.indexOf(MARK); at >= 0; at = inside.indexOf(MARK, at + 1)) {
      const alone =
        !/\w/.test((inside[at - 1] ?? '') + (inside[at + 1] ?? '')) && !/[.$]$/.test(inside.slice(0, at))
      places.push({ index: this.slots++, quote: '', most: alone ? 'number' : 'none' })
    }
    this.at += inside.length
  }
}

const stricterPlain = (level: Level): Level => (level === 'full' ? 'plain' : level)
