/**
 * Shell commands → pipelines of words. Understands only what bash, dash, zsh and fish read alike, and stops at the
 * first thing that it does not fully understand (`until`): text after that may be inside any quote.
 */
import { append } from '../../text/append.ts'
import { linesUntil } from './argument.ts'
import { POWERFUL } from './commands.ts'
import { MARK } from './places.ts'
import { Doubt, WordReader } from './read-words.ts'
import type { Command, Pipeline, Place } from './words.ts'

export interface Reading {
  readonly pipelines: readonly Pipeline[]
  /** Slots in comments. */
  readonly comments: readonly Place[]
  /** Where understanding ends; the text's length if all of it is understood. */
  readonly until: number
}

/** Deeper substitutions are not followed. */
const MAX_DEPTH = 20

/** Reads a script in which every slot is a `MARK`. Never throws. */
export function readShell(text: string): Reading {
  return new Reader(text).all()
}

interface Pending {
  readonly delimiter: string
  readonly tabs: boolean
  readonly command: Command
}

const OPENING = new Set(['if', 'while', 'until', 'for', '{'])
const CLOSING = new Set(['fi', 'done', '}'])
const CONTINUING = new Set(['then', 'elif', 'else', 'do', '!'])
const STRANGE = new Set('case esac select function coproc repeat foreach switch end in'.split(' '))

/** End of a loop or subshell whose output nothing reads. */
const SETTLED = /[ \t]*(?=[\n;})]|&&|\|\||$)|[ \t]+(?=#)/y

class Reader extends WordReader {
  /** Shells disagree about the text after this line. */
  last = false
  pending: Pending[] = []

  all(): Reading {
    const pipelines: Pipeline[] = []
    let kept = 0
    let keptComments = 0
    let until = 0
    let open = 0
    try {
      while (!this.last) {
        this.space('')
        if (this.at >= this.text.length) break
        const keyword = this.keyword()
        if (keyword === undefined) append(pipelines, this.pipeline(''))
        else open += this.enter(keyword, pipelines)
        if (open < 0) throw new Doubt()
        this.documents()
        // Only text outside every loop and condition is settled.
        if (open === 0 && this.pending.length === 0) {
          kept = pipelines.length
          keptComments = this.comments.length
          until = this.at
        }
      }
      if (open === 0 && this.pending.length === 0)
        return { pipelines, comments: this.comments, until: this.last ? this.at : this.text.length }
    } catch (error) {
      if (!(error instanceof Doubt)) throw error
    }
    return { pipelines: pipelines.slice(0, kept), comments: this.comments.slice(0, keptComments), until }
  }

  /** Skips blanks, line ends, separators and comments between commands. */
  private space(close: string): void {
    for (;;) {
      const char = this.text[this.at]
      if (char === undefined || char === close) return
      if (char === '\n') this.newline()
      else if (char === '#') this.comment()
      else if (char === '\\' && this.text[this.at + 1] === '\n') this.at += 2
      else if (/[ \t;]/.test(char)) {
        if (char === ';' && this.text[this.at + 1] === ';') throw new Doubt()
        this.at++
      } else if (/[\r\f\v]/.test(char)) throw new Doubt()
      else return
      if (this.last && close === '') return
    }
  }

  private newline(): void {
    this.at++
    this.torn = this.depth > 0
    this.documents()
  }

  /** The keyword in command position. */
  private keyword(): string | undefined {
    const word = this.match(/(?:[a-z]+|[{}!])(?=[\s;]|$)/y)
    if (word === undefined) return undefined
    if (STRANGE.has(word)) throw new Doubt()
    return OPENING.has(word) || CLOSING.has(word) || CONTINUING.has(word) ? word : undefined
  }

  /** Consumes a keyword; returns by how much it changes the number of open constructs. */
  private enter(keyword: string, pipelines: Pipeline[]): number {
    this.at += keyword.length
    if (CLOSING.has(keyword)) {
      // Output piped out of a loop may come from any command in it.
      if (this.match(SETTLED) === undefined) throw new Doubt()
      this.operator()
      return -1
    }
    if (keyword === 'for') {
      const head = this.match(/[ \t]+[A-Za-z_]\w*[ \t]+in(?=[ \t])/y)
      if (head === undefined || POWERFUL.test(head.trim().split(/[ \t]/)[0]!)) throw new Doubt()
      this.at += head.length
      const command = this.command('')
      command.words.unshift({ value: 'for', places: [], literal: true, bare: '', inner: [] })
      pipelines.push([command])
    }
    return OPENING.has(keyword) ? 1 : 0
  }

  /** Consumes `;`, `&`, `&&` or `||` after a command; leaves a single `|`. */
  private operator(): void {
    while (/[ \t]/.test(this.text[this.at] ?? '')) this.at++
    const two = this.text.slice(this.at, this.at + 2)
    if (two === '&&' || two === '||') this.at += 2
    else if (two[0] === '&') this.at++
  }

  /** Reads commands up to `close`: a list in a substitution or in parentheses. */
  protected override list(close: string): Pipeline[] {
    if (++this.depth > MAX_DEPTH) throw new Doubt()
    const found: Pipeline[] = []
    for (;;) {
      this.space(close)
      if (this.last || this.at >= this.text.length) throw new Doubt()
      if (this.text[this.at] === close) break
      if (this.keyword() !== undefined) throw new Doubt()
      append(found, this.pipeline(close))
    }
    if (this.pending.length > 0) throw new Doubt()
    this.at++
    this.depth--
    return found
  }

  /** Reads one pipeline, or those of a subshell. */
  private pipeline(close: string): Pipeline[] {
    if (this.text[this.at] === '(') {
      if (this.text[this.at + 1] === '(') {
        this.at += 2
        this.calculation(undefined)
        this.operator()
        return []
      }
      this.at++
      const inner = this.list(')')
      if (this.match(SETTLED) === undefined) throw new Doubt()
      this.operator()
      return inner
    }
    const pipeline: Pipeline = [this.command(close)]
    while (this.text[this.at] === '|' && this.text[this.at + 1] !== '|') {
      this.at += this.text[this.at + 1] === '&' ? 2 : 1
      while (/[ \t\n]/.test(this.text[this.at] ?? ''))
        this.text[this.at] === '\n' ? this.newline() : this.at++
      if (this.text[this.at] === '(' || this.keyword() !== undefined) throw new Doubt()
      pipeline.push(this.command(close))
    }
    this.operator()
    return [pipeline]
  }

  private command(close: string): Command {
    const command: Command = { words: [], redirects: [], documents: [] }
    const start = this.at
    for (;;) {
      const char = this.text[this.at]
      const two = this.text.slice(this.at, this.at + 2)
      if (char === undefined || char === '\n' || char === ';' || char === close) break
      if (char === ' ' || char === '\t') this.at++
      else if (two === '\\\n') this.at += 2
      else if (char === '#') this.comment()
      else if (two === '&>') this.redirect(command)
      else if (char === '<' || char === '>') this.redirect(command)
      else if ((char === '|' || char === '&') && command.words[0]?.value !== '[[') break
      else if (char === '|' || char === '&') {
        // Between `[[` and `]]`; in a shell without them a command begins here.
        if (two !== '&&' && two !== '||') throw new Doubt()
        this.at += 2
        command.words.push({ value: two, places: [], literal: true, bare: '', inner: [] })
      } else command.words.push(this.word())
      if (command.words[0]?.value === '[[' && command.words.at(-1)!.value === ']]') break
      if (this.last) break
    }
    if (command.words.length + command.redirects.length === 0 && this.at === start) throw new Doubt()
    return command
  }

  private redirect(command: Command): void {
    const operator = this.match(/&>>?|<<<|<<-?|>>|<>|>\||[<>]&|[<>]/y)!
    const before = this.text[this.at - 1]
    // Digits directly before it would be a file descriptor.
    const last = command.words.at(-1)
    if (last && before === MARK) for (const place of last.places) place.most = 'none'
    else if (last && before !== undefined && /\d/.test(before) && /^\d+$/.test(last.value))
      command.words.pop()
    if (command.words[0]?.value === '[[') throw new Doubt()
    this.at += operator.length
    if (this.text[this.at] === '(') throw new Doubt()
    while (/[ \t]/.test(this.text[this.at] ?? '')) this.at++
    if (operator === '<<' || operator === '<<-') {
      const written = this.match(/(['"]?)[A-Za-z_][\w.-]*\1(?=[\s;|&<>]|$)/y)
      if (written === undefined || this.depth > 0) throw new Doubt()
      this.at += written.length
      const delimiter = written.replace(/['"]/g, '')
      this.pending.push({ delimiter, tabs: operator === '<<-', command })
      return
    }
    if (/[\s;|&<>()]|^$/.test(this.text[this.at] ?? '')) throw new Doubt()
    const kind =
      operator === '<<<'
        ? 'text'
        : operator.endsWith('&')
          ? 'descriptor'
          : operator === '<'
            ? 'input'
            : 'output'
    command.redirects.push({ kind, word: this.word() })
  }

  /** Reads the lines of the here-documents begun on the line above. */
  private documents(): void {
    if (this.pending.length === 0 || (this.at > 0 && this.text[this.at - 1] !== '\n')) return
    for (const { delimiter, tabs, command } of this.pending.splice(0)) {
      const places: Place[] = []
      const start = this.at
      for (;;) {
        if (this.at >= this.text.length) throw new Doubt()
        const end = this.text.indexOf('\n', this.at)
        const line = this.text.slice(this.at, end < 0 ? this.text.length : end)
        this.slotsOf(this.at, this.at + line.length, places)
        this.at += line.length + 1
        if ((tabs ? line.replace(/^\t+/, '') : line) === delimiter) break
      }
      const until = linesUntil(this.text, start, this.at)
      const before = this.text.slice(start, until).split(MARK).length - 1
      for (const place of places.slice(before)) place.most = 'none'
      command.documents.push({ text: this.text.slice(start, this.at), places })
      this.at = Math.min(this.at, this.text.length)
    }
  }

  private comment(): void {
    const end = this.text.indexOf('\n', this.at)
    const line = this.text.slice(this.at, end < 0 ? this.text.length : end)
    this.slotsOf(this.at + 1, this.at + line.length, this.comments)
    this.at += line.length
    // An interactive zsh has no comments.
    if (isUneven(line)) {
      this.last = true
      if (this.depth > 0) throw new Doubt()
    }
  }
}

/** Whether a comment, read as words, would leave something open or execute something. */
function isUneven(line: string): boolean {
  const count = (pattern: RegExp): number => line.match(pattern)?.length ?? 0
  return (
    count(/'/g) % 2 === 1 ||
    count(/"/g) % 2 === 1 ||
    count(/`/g) % 2 === 1 ||
    count(/\(/g) !== count(/\)/g) ||
    count(/\{/g) !== count(/\}/g) ||
    /<<|\\$|[|&]\s*$/.test(line)
  )
}
