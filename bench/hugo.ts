/** A Hugo site around the same pages: the least that renders them. No navigation, no search, no theme. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1>{{ .Content }}</body>
</html>
`

/**
 * Prepares a Hugo site in `folder` over the Markdown in `content`. The corpus' own shortcodes are shimmed so
 * that the rule each page shows is rendered once, highlighted, as it is by us: `comment` lets the fenced
 * rule inside it through, `rule` prints nothing.
 */
export function prepareHugo(folder: string, content: string): void {
  const files: Readonly<Record<string, string>> = {
    'config.json': JSON.stringify({
      baseURL: 'https://runbooks.example.org/',
      disableKinds: ['taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404'],
      markup: { goldmark: { renderer: { unsafe: true } } },
    }),
    'layouts/_default/single.html': page,
    'layouts/_default/list.html': page,
    'layouts/index.html': page,
    'layouts/shortcodes/rule.html': '',
    'layouts/shortcodes/comment.html': '{{ .Inner }}',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  symlinkSync(content, join(folder, 'content'))
}
