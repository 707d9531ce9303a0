#!/usr/bin/env bash
# Builds Alertbook from the sources of the action, unless that was done before.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ -f lib/cli.js ]; then exit 0; fi
npm ci --ignore-scripts --no-audit --no-fund
node scripts/build.mjs
