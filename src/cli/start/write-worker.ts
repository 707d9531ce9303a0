/** Script of the thread that writes files: see `disk/write-thread.ts`. */
import { answerWrites } from '../../disk/write-thread.ts'

answerWrites()
