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
      // What others wrote, real programs, or millions of tries.
      'test/checks/{broken,faults,proof,readme,seeds,soundness}.test.ts',
      'test/highlight/{logql,slots/shells}.test.ts',
      'test/parse/{bombs/*,near,shortcodes}.test.ts',
      'test/promql/{corpus,laws}.test.ts',
      'test/verify/{promtool,upstream}.test.ts',
      'test/yaml/go.test.ts',
    ],
    setupFiles: ['test/seed.ts'],
    isolate: false,
    testTimeout: 180_000,
  },
})
