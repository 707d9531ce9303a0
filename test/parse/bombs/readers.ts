/** What reads each kind of input: pages and rule files as a build does, to the last output and every report. */
import { layouts } from '../../../site/layouts/index.ts'
import { compile } from '../../../src/compile.ts'
import { defaultConfig, readConfig } from '../../../src/config/index.ts'
import { readBaseline } from '../../../src/disk/baseline.ts'
import { linksText, readLinks } from '../../../src/disk/links-file.ts'
import { svgProblem } from '../../../src/disk/svg.ts'
import type { Theme } from '../../../src/emit/site/index.ts'
import { runPromqlTests } from '../../../src/engine/promqltest/index.ts'
import type { Diagnostic, Published, Source } from '../../../src/model.ts'
import { parseExpr } from '../../../src/promql/index.ts'
import { prettyExpr } from '../../../src/promql/pretty.ts'
import { readPromtoolFile } from '../../../src/prove/promtool/file.ts'
import { type FormatName, formats, report, summarise } from '../../../src/report/index.ts'
import { checkTemplate, parseTemplate } from '../../../src/template/index.ts'
import type { Kind } from './fillings.ts'

const theme: Theme = { version: '', layouts, assets: {}, hashes: {} }
const config = {
  ...defaultConfig(),
  docs: ['docs'],
  site: { ...defaultConfig().site, url: 'https://runbooks.corp/' },
}

/** The codes of what is found; every output is made, and every report is written. */
function built(source: Source, published: readonly Published[] = []): readonly Diagnostic[] {
  const compilation = compile([source], config, { theme, published })
  for (const { make } of compilation.outputs) make()
  reported(compilation.diagnostics, source)
  return compilation.diagnostics
}

function reported(diagnostics: readonly Diagnostic[], source: Source): void {
  const summary = summarise(compile([], config))
  const texts = new Map([[source.path, source.text]])
  for (const format of Object.keys(formats) as FormatName[])
    report(format, diagnostics, texts, { color: false, width: 100, summary })
}

function told(path: string, text: string, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  reported(diagnostics, { path, text })
  return diagnostics
}

/** Reads a text as an input of a kind; returns the findings, if the kind has any. */
export const READERS: Readonly<Record<Kind, (text: string) => readonly Diagnostic[]>> = {
  page: (text) => built({ path: 'runbooks/a.md', text }),
  document: (text) => built({ path: 'docs/a.md', text, document: true }),
  'rule file': (text) => built({ path: 'rules/a.yml', text }),
  configuration: (text) =>
    told('alertbook.yml', text, readConfig({ path: 'alertbook.yml', text }, []).diagnostics),
  record(text) {
    const { published, diagnostics } = readLinks({ path: 'alertbook.links.yml', text })
    linksText(published)
    built({ path: 'runbooks/a.md', text: '# A\n' }, published)
    return told('alertbook.links.yml', text, diagnostics)
  },
  baseline: (text) => told('a.yml', text, readBaseline({ path: 'a.yml', text }).diagnostics),
  tests(text) {
    readPromtoolFile({ path: 'a.yml', text }, '3.0')
    return []
  },
  script(text) {
    runPromqlTests(text, 'a.test')
    return []
  },
  picture(text) {
    svgProblem(Buffer.from(text))
    return []
  },
  query(text) {
    const { expr } = parseExpr(text)
    if (expr) prettyExpr(expr)
    return []
  },
  template(text) {
    const { tree } = parseTemplate(text)
    if (tree) checkTemplate(tree)
    return []
  },
}
