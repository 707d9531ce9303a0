/** Script of a parser worker: see `parse-pool.ts`. */
import { join } from 'node:path'
import { loadProgram } from './load.ts'

void loadProgram(join(__dirname, 'main.js')).parseBatches()
