/** How eagerly V8 compiles: set before any code of ours is loaded, for code that is kept fits the settings it was made under. */

/**
 * Node 20's V8 compiles a function anew with all its art after 66 kB of its bytecode were run, which in a run of a few
 * seconds seldom pays and keeps the other processor busy. Eight times as much takes a fifth off a first build of 1,109
 * pages and a third off a check of 144 rule files. Node 22 and 24 count calls instead, and have no such setting.
 */
export function compileLess(): void {
  if (!process.versions.v8.startsWith('11.')) return
  // Fetched here: it takes longer to load than a look at the version.
  process.getBuiltinModule('node:v8').setFlagsFromString('--interrupt-budget=528000')
}
