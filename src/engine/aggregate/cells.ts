/** Running totals for each group and step. */
export interface Cells {
  readonly count: Float64Array
  readonly value: Float64Array
  readonly mean: Float64Array
  readonly lost: Float64Array
  /** 1 where the mean is updated value by value, because the sum would overflow. */
  readonly incremental: Uint8Array
}

export type Add = (cells: Cells, at: number, value: number) => void
