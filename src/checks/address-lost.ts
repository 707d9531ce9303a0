import type { ProgramCheck } from './check.ts'

export const addressLost: ProgramCheck = {
  code: 'address-lost',
  severity: 'warning',
  needsAll: true,
  summary: 'Every address that was ever published still leads somewhere.',
  *run({ addresses }) {
    for (const { file, range, path, anchor, alerts, to } of addresses.lost) {
      const address = `/${path}${anchor && `#${anchor}`}`
      const what = alerts.length === 0 ? '' : ` for ${alerts.map((name) => `\`${name}\``).join(', ')}`
      yield {
        file,
        range,
        message:
          to === undefined
            ? `The address \`${address}\`, published${what}, is lost: nothing took its place`
            : `The address \`${address}\`, published${what}, moved: it now leads to \`/${to}\``,
        hint:
          to === undefined
            ? `name the address under \`aliases:\` in the frontmatter of the page that took its place; \`alertbook build\` leaves a note there that it was removed`
            : '`alertbook build` records the redirect; commit the file',
      }
    }
  },
}
