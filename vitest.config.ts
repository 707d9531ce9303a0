import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    // Vitest leaves a core free, which on a machine with two is half of it.
    maxWorkers: '100%',
    // The files share one set of modules: loading them anew for each costs half a second of processor time.
    isolate: false,
    unstubEnvs: true,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
})
