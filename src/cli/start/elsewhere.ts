/** Replaces the modules that the script of a check of rule files leaves out. */

/** Thrown by such a module: the whole program is needed. */
export class Elsewhere extends Error {}
