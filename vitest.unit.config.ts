/**
 * The fast lane: what is a function of its arguments. No browser, no server, no corpus, no build, no process. The files
 * share one set of modules, which saves loading them for each. `npm run test:unit`.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'test/{config,library,repo,rule-fields}.test.ts',
      'test/{checks,highlight,parse,report,text,verify,yaml}/**/*.test.ts',
      'test/disk/{stamps,svg}.test.ts',
      'test/docs/{configuration,readme}.test.ts',
      'test/promql/*.test.ts',
      'test/site/{emit,words}.test.ts',
      'test/template/{execute,findings}.test.ts',
    ],
    exclude: [
      // What others wrote, real programs, megabytes, or thousands of tries.
      'test/checks/{broken,faults,proof,readme,seeds,soundness}.test.ts',
      'test/highlight/{logql,slots/{long,shells}}.test.ts',
      'test/parse/{bombs/*,markdown,near,shortcodes}.test.ts',
      'test/promql/{corpus,laws}.test.ts',
      'test/verify/{promtool,upstream}.test.ts',
      'test/yaml/{go,long}.test.ts',
    ],
    setupFiles: ['test/seed.ts'],
    // Vitest leaves a core free, which on a machine with two is half of it.
    maxWorkers: '100%',
    isolate: false,
    testTimeout: 180_000,
  },
})
