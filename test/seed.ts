/** Laws are tried on the same inputs in every run, so that a failure is the change's; `FC_SEED` tries others. */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261121) })
