/** Highlighted code and slots as HTML text: the same markup as the hast of `highlight/`. */
import { type Context, canonical, pieces, slotsIn } from '../../highlight/index.ts'
import { type Html, html } from './html.ts'

/** The code in colour, without an element around it. */
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

/** Template text of an annotation: `{{ $labels.x }}` becomes a slot, other actions are set off as written. */
export function templateText(text: string): Html[] {
  const out: Html[] = []
  let at = 0
  const plain = (part: string): void => {
    for (const [i, piece] of part.split(/(\{\{[^}]*\}\})/).entries()) {
      if (piece) out.push(i % 2 ? html`<code class="v">${piece}</code>` : html`${piece}`)
    }
  }
  for (const { start, end, label } of slotsIn(text)) {
    plain(text.slice(at, start))
    out.push(slot(label))
    at = end
  }
  plain(text.slice(at))
  return out
}
