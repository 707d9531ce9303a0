/**
 * Node's cryptography, loaded on first use: a check of rule files asks for none, and in a profile of one file on Node 24
 * 22 of 163 ms went into loading it.
 */
import { lazy } from '../text/once.ts'

type Crypto = typeof import('node:crypto')

export const crypto: () => Crypto = lazy(() => process.getBuiltinModule('node:crypto'))
