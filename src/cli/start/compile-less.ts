/** How eagerly V8 compiles: set before any code of ours is loaded, because kept code fits only the settings that it was made under. */

/**
 * V8 compiles a function anew, thoroughly and on the other processor, once it has run for a while: in a run of a
 * few seconds mostly for nothing. Figures are processor time of a first build of 277 pages, and of a check of 144 files.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  // Node 20: bytes of bytecode that a function has run, 67584 else. Build −35 %, check −35 %.
  11: '--interrupt-budget=528000',
  // Node 22: calls of a function, 3000 else. Build −26 %, check −29 %.
  12: '--invocation-count-for-turbofan=24000',
  // Node 24 has a compiler in between, which it asks after 400 calls: to ask both later. Build −16 %, check −20 %.
  13: '--invocation-count-for-maglev=8000 --invocation-count-for-turbofan=48000',
}

export function compileLess(): void {
  const setting = SETTINGS[process.versions.v8.split('.', 1)[0]!]
  // Fetched here: it takes longer to load than a look at the version.
  if (setting !== undefined) process.getBuiltinModule('node:v8').setFlagsFromString(setting)
}
