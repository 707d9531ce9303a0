/** Highlighted code and slots as HTML text: the same markup as the hast of `highlight/`. */
import { type Context, canonical, pieces } from '../../highlight/index.ts'
import { type Action, actionsIn, type LabelChoice, labelChoice, statementOf } from '../../text/actions.ts'
import { type Html, html } from './html.ts'

/** Highlighted code without an enclosing element. */
export function code(language: string, text: string): Html[] {
  return pieces(language, text).map((piece) => {
    const inner = 'label' in piece ? slot(piece.label, piece.context) : html`${piece.text}`
    return piece.kind ? html`<span class="${piece.kind}">${inner}</span>` : inner
  })
}

/** A code block. */
export function fence(language: string, text: string): Html {
  return html`<pre class="code" tabindex="0" data-language="${canonical(language)}"><code>${code(language, text)}</code></pre>`
}

export function slot(label: string, context: Context = 'text'): Html {
  const around = context === 'text' ? undefined : html` data-in="${context}"`
  return html`<var class="slot" data-label="${label}"${around}>&lt;${label}&gt;</var>`
}

/** A slot for the first of some labels that is set; its text where an alert is known and none of them is. */
function choiceSlot({ labels: [first = '', ...others], otherwise }: LabelChoice): Html {
  const or = others.length > 0 && html` data-or="${others.join(' ')}"`
  const none = otherwise !== undefined && html` data-else="${otherwise}"`
  return html`<var class="slot" data-label="${first}"${or}${none}>&lt;${first}&gt;</var>`
}

/**
 * Template text of an annotation as the pager will show it: labels and the value are slots; anything else that only
 * Prometheus can compute is an ellipsis with the template as its title. `value`: the pipeline in the alert's link.
 */
export function templateText(text: string, value?: string): Html[] {
  const out: Html[] = []
  let at = 0
  let depth = 0
  let blockStart = 0
  for (const action of actionsIn(text)) {
    const statement = statementOf(action)
    if (depth === 0 && action.start > at) out.push(html`${text.slice(at, action.start)}`)
    if (depth === 0) {
      blockStart = action.start
      at = action.end
    }
    if (statement !== undefined && OPENING.has(statement)) depth++
    else if (statement === 'end' && depth > 0) {
      depth--
      if (depth === 0) {
        out.push(unknown(text.slice(blockStart, action.end)))
        at = action.end
      }
    } else if (depth === 0 && !isSilent(action)) out.push(actionHtml(action, text, value))
  }
  // A block without an end is a template error, reported elsewhere.
  if (depth > 0) out.push(unknown(text.slice(blockStart)))
  else if (at < text.length) out.push(html`${text.slice(at)}`)
  return out
}

/** Keywords that begin a block. */
const OPENING: ReadonlySet<string> = new Set(['if', 'range', 'with', 'define', 'block'])

/** Prints nothing: a comment or an assignment. */
const isSilent = ({ inner }: Action): boolean => inner.startsWith('/*') || /^\$\w+\s*:?=/.test(inner)

function actionHtml(action: Action, text: string, value: string | undefined): Html {
  const choice = labelChoice(action)
  if (choice !== undefined) return choiceSlot(choice)
  if (value !== undefined && action.inner === value) return valueSlot(text.slice(action.start, action.end))
  return unknown(text.slice(action.start, action.end))
}

const valueSlot = (written: string): Html =>
  html`<var class="slot value" data-label="value" title="${written}">…</var>`

const unknown = (written: string): Html => html`<span class="unknown" title="${written}">…</span>`
