/** Names of YAML in the spelling of our values: `scrape_interval` is `scrapeInterval`. */

export type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S

export const camel = <S extends string>(name: S): Camel<S> =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as Camel<S>
