/** Laws use the same inputs in every run, so that a failure comes from the change; `FC_SEED` tries others. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261121) })
