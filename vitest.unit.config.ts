/**
 * The fast lane: what is a function of its arguments. No browser, no server, no corpus, no build, no process,
 * nothing that takes seconds. The files share one set of modules, which saves loading them for each.
 * `npm run test:unit`.
 */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'test/{config,library,repo,rule-fields}.test.ts',
      'test/{checks,highlight,parse,report,text,verify,yaml}/**/*.test.ts',
      'test/disk/stamps.test.ts',
      'test/docs/{configuration,readme}.test.ts',
      'test/promql/*.test.ts',
      'test/site/{emit,words}.test.ts',
      'test/template/{execute,findings}.test.ts',
    ],
    exclude: [
      // What others wrote, real programs, megabytes, or thousands of tries.
      'test/checks/{about,broken,faults,proof,readme,seeds,severities,soundness,without-pages}.test.ts',
      'test/highlight/{logql,slots/{long,shells}}.test.ts',
      'test/parse/{bombs/*,holes,html/*,markdown,near,notations/shortcodes}.test.ts',
      'test/promql/{corpus,laws,limits,versions}.test.ts',
      'test/report/{bounded,shapes}.test.ts',
      'test/text/exclude.test.ts',
      'test/verify/{promtool,upstream}.test.ts',
      'test/yaml/{go,long}.test.ts',
    ],
    setupFiles: ['test/seed.ts'],
    // Vitest leaves a core free, which on a machine with two is half of it.
    maxWorkers: '100%',
    isolate: false,
    // What Vite makes of a module is kept: the second run took 45 s of processor time in place of 50, 38 s in place of 50 on a busy clock.
    experimental: { fsModuleCache: true },
    testTimeout: 180_000,
  },
})
