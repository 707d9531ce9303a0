/** What the script of a check of rule files has in place of the modules that it leaves out. */

/** Thrown by such a module: the whole program is needed. */
export class Elsewhere extends Error {}
