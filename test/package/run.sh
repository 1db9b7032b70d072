#!/usr/bin/env bash
# Installs the package in an empty project, and tries it on every supported version of Node. TARBALL names it packed; otherwise it is packed here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$here/../.."
tarball=${TARBALL:-$work/$(npm pack --silent --pack-destination "$work" | tail -n 1)}
cd "$work"
printf '{ "name": "consumer", "private": true, "type": "module" }\n' >package.json
npm install --no-audit --no-fund --silent "$tarball" "typescript@${TYPESCRIPT_VERSION:-5.9}"
cp "$here"/consumer.mjs "$here"/mapping.mjs "$here"/runtimes.mjs "$here"/servers.mjs "$here"/../../examples/order/order.xsd .
cp -r "$here"/../../examples .
rm -rf examples/*/generated
npm install --no-audit --no-fund --silent libsql "@types/node@20"
for example in repair-order/repair-order currency/currency export-with-progress/export; do
  npx soapwright generate "examples/$example.wsdl" --out "examples/$(dirname "$example")/generated"
done
npx tsc --target es2022 --lib es2023,dom --module nodenext --strict --skipLibCheck --types node --rootDir examples --outDir examples-dist examples/*/*.ts
cp "$here"/examples.mjs .
for version in ${NODE_VERSIONS:-20 22 24 26}; do
  echo "node $version"
  npx --yes -p "node@$version" node consumer.mjs "$version"
  npx --yes -p "node@$version" node examples.mjs
  rm -rf mapped
  npx --yes -p "node@$version" node mapping.mjs
done
# Where one of these cannot be installed, its check is skipped.
for runtime in tsx esbuild vite deno bun; do npm install --no-audit --no-fund --silent "$runtime" || echo "$runtime cannot be installed"; done
echo "runtimes"
node runtimes.mjs
npm install --no-audit --no-fund --silent miniflare@4 || echo "miniflare cannot be installed"
npm install --no-audit --no-fund --silent next@16 react@19 react-dom@19 @types/react@19 || echo "next cannot be installed"
echo "servers"
node servers.mjs
