/**
 * The Node that runs what is timed: `BENCH_NODE`, else the one that runs the benchmark. Not `NODE`, which npm itself sets
 * for every script.
 */
export const node: string = process.env.BENCH_NODE ?? process.execPath
