/** The repository to build: a corpus of runbooks and rule files, repeated once or several times. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files in a folder with a suffix, by relative path and sorted. */
export function filesOf(folder: string, suffix: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => suffix.test(path))
    .sort()
}

/** Copies the corpus `times` times into `project` as `content/` and `rules/`, with distinct names and paths. */
export function copyCorpus(corpus: string, project: string, times: number): void {
  mkdirSync(project, { recursive: true })
  for (const part of ['content', 'rules'])
    cpSync(join(corpus, part), join(project, part), { recursive: true })
  writeFileSync(
    join(project, 'alertbook.yml'),
    'runbooks: content\nrules: rules\nsite:\n  title: Runbooks\n  url: https://runbooks.corp/\n',
  )
  const rules = filesOf(join(corpus, 'rules'), /\.ya?ml$/)
  const runbooks = filesOf(join(corpus, 'content'), /\.md$/)
  const names = new Set(
    rules.flatMap((path) =>
      [...readFileSync(join(corpus, 'rules', path), 'utf8').matchAll(/^\s*-?\s*alert:\s*(\S+)/gm)].map(
        (match) => match[1]!,
      ),
    ),
  )
  for (let n = 2; n <= times; n++) {
    const rename = (text: string): string =>
      text.replace(/[A-Za-z_]\w*/g, (word) => (names.has(word) ? `${word}Copy${n}` : word))
    for (const path of rules) {
      const text = readFileSync(join(corpus, 'rules', path), 'utf8')
      const renamed = rename(text).replace(/^(\s*-\s+name:\s*)(.*\S)/gm, `$1$2 copy ${n}`)
      write(join(project, 'rules', apart(path, n)), renamed)
    }
    for (const path of runbooks) {
      const text = readFileSync(join(corpus, 'content', path), 'utf8')
      const renamed = rename(text).replace(
        /(\{\{% rule ")([^"]+)"/g,
        (_, head: string, file: string) => `${head}${apart(file, n)}"`,
      )
      write(join(project, 'content', rename(apart(path, n))), renamed)
    }
  }
}

/** `a/b.md` → `a-copy2/b.md`; files without a folder get one. */
function apart(path: string, n: number): string {
  const parts = path.split('/')
  const file = parts.pop()!
  return [...parts.slice(0, -1), `${parts.at(-1) ?? 'root'}-copy${n}`, file].join('/')
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
