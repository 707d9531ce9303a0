/** The words of a name in camel case. */

export type Camel<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S

/** YAML names in our spelling: `scrape_interval` → `scrapeInterval`. */
export const camel = <S extends string>(name: S): Camel<S> =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as Camel<S>

/** The words of a name, with something between them: `HTTPRouteDown` → `HTTP-Route-Down`. */
export const apart = (name: string, between: string): string =>
  name.replace(/([a-z0-9])([A-Z])/g, `$1${between}$2`).replace(/([A-Z])(?=[A-Z][a-z])/g, `$1${between}`)
