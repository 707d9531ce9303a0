/** What a page does besides being read. Every part looks for its own elements and leaves when there are none. */
import { colours } from './colours.ts'

colours()
