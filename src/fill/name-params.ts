/**
 * Rewords findings about a filled-in value: adds the parameter's name and value, and drops a fix that would overwrite
 * the notation.
 */
import type { Diagnostic, Params, Place, Range } from '../model.ts'
import type { Filled, Filling } from './index.ts'

/** Most characters shown of a value. */
const SHOWN = 60

export function nameParams(
  diagnostics: readonly Diagnostic[],
  { fillings, params }: Pick<Filled, 'fillings' | 'params'>,
): Diagnostic[] {
  const at = (place: Place): Filling[] =>
    fillings.get(place.file)?.filter((one) => isAboutValue(place.range, one)) ?? []
  return diagnostics.flatMap((diagnostic) => {
    const met = at(diagnostic)
    if (met.length === 0 && !diagnostic.fix) return diagnostic
    if (diagnostic.code === 'shortcode-unknown') return diagnostic
    // A parameter without a value is already reported; other errors there follow from it.
    if (met.some(({ value }) => value === undefined)) return []
    const { fix, ...rest } = diagnostic
    const isKept = fix?.edits.every(
      ({ file, range }) => !fillings.get(file)?.some((one) => wouldOverwrite(range, one)),
    )
    const shortened = isKept === false ? rest : diagnostic
    const filledIn = new Map(met.map(({ name, value = '' }) => [name, value]))
    if (filledIn.size === 0) return shortened
    const values = [...filledIn].map(([name, value]) => `\`${name}\` is \`${shown(value)}\``)
    return {
      ...shortened,
      message: `${shortened.message} (${filledIn.size === 1 ? 'parameter' : 'parameters'} ${values.join(', ')})`,
      related: [
        ...(shortened.related ?? []),
        ...[...filledIn.keys()].flatMap((name) => placeOf(name, params.written)),
      ],
    }
  })
}

const placeOf = (name: string, written: Params['written']): (Place & { readonly message: string })[] => {
  const place = written.find((one) => one.name === name)
  return place ? [{ file: place.file, range: place.range, message: `\`${name}\` is written here` }] : []
}

/**
 * Whether a finding is about a filled-in value: its range touches or contains it. A finding about the whole scalar
 * counts only if the scalar is little more than the value.
 */
function isAboutValue(range: Range, { start, end, scalar }: Filling): boolean {
  const isWhole = range.start <= scalar.start && range.end >= scalar.end
  if (isWhole && scalar.end - scalar.start > end - start + QUOTES) return false
  return range.start <= end && range.end >= start && range.end - range.start <= scalar.end - scalar.start
}

/** Characters around a value in a scalar that contains nothing else. */
const QUOTES = 2

/** Whether an edit would change a notation. */
const wouldOverwrite = (edit: Range, { start, end }: Filling): boolean =>
  edit.start === edit.end ? edit.start > start && edit.start < end : edit.start < end && start < edit.end

const shown = (value: string): string => {
  const line = value.replace(/\s+/g, ' ').trim().replaceAll('`', "'")
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 1)}…`
}
