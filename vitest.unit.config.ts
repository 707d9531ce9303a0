/** The fast lane: no browser, no server, no corpus, no whole builds, no laws. `npm run test:unit`. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'test/*.test.ts',
      'test/{bind,highlight,parse,report,text,yaml}/**/*.test.ts',
      'test/promql/{duration,functions,jsonl,limits,notation,pretty,tokens,versions}.test.ts',
      'test/rules/{blocks,ignores,program,verify}.test.ts',
      'test/site/{emit,words}.test.ts',
      'test/template/{execute,findings}.test.ts',
    ],
    exclude: ['test/{bad-input,build,corpora,git,laws,main-job,memory,parse-pool,program,seeds}.test.ts'],
    setupFiles: ['test/seed.ts'],
  },
})
