/** YAML names in our spelling: `scrape_interval` → `scrapeInterval`. */

export type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S

export const camel = <S extends string>(name: S): Camel<S> =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as Camel<S>
