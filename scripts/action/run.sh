#!/usr/bin/env bash
# Checks a project and runs its tests, with findings beside the lines of a pull request. Says all of it before it fails.
#
#   ALERTBOOK_ROOT      folder of the project (default: .)
#   ALERTBOOK_CHECK     `true` (default): check
#   ALERTBOOK_TEST      `true` (default): run the tests
#   ALERTBOOK_BUILD     `true`: compare the outputs and the record of addresses with the sources (default: false)
#   ALERTBOOK_PAGES     `true`: build the site into $RUNNER_TEMP/alertbook/site (default: false)
#   ALERTBOOK_FAIL_ON   least severity that fails: error (default), warning or info
#   ALERTBOOK_SINCE     report only what changed since this commit or branch (default: everything)
set -uo pipefail
cli="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/lib/cli.js"
root="${ALERTBOOK_ROOT:-.}"
worst=0

run() {
  printf '::group::alertbook %s\n' "$1"
  node "$cli" "$@" --root "$root" --format github
  local code=$?
  printf '::endgroup::\n'
  if [ "$code" -gt "$worst" ]; then worst=$code; fi
}

if [ "${ALERTBOOK_CHECK:-true}" = true ]; then
  if [ -n "${ALERTBOOK_SINCE:-}" ]; then
    run check "--fail-on=${ALERTBOOK_FAIL_ON:-error}" "--since=$ALERTBOOK_SINCE"
  else
    run check "--fail-on=${ALERTBOOK_FAIL_ON:-error}"
  fi
fi
if [ "${ALERTBOOK_TEST:-true}" = true ]; then run test --pass-with-no-tests; fi
if [ "${ALERTBOOK_BUILD:-false}" = true ]; then run build --check; fi
# Nothing is published of a project that fails.
if [ "${ALERTBOOK_PAGES:-false}" = true ] && [ "$worst" -eq 0 ]; then run build --out "${RUNNER_TEMP:?}/alertbook"; fi
exit "$worst"
