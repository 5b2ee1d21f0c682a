#!/usr/bin/env node
/**
 * The `pta-lab` command. It is JavaScript so that an old Node can say what is wrong instead of
 * failing on the first type annotation; `cli/main.ts` is the program.
 */
import module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeBinary } from '../scripts/node-version.mjs';
import { endLike, runChild } from '../scripts/run-child.mjs';
import { decideLaunch, observeInstallation } from './launch.mjs';

/** `cli/exit-codes.ts`, environment. */
const EXIT_ENVIRONMENT = 4;

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
/** What was compiled and stripped of types is kept: half of a start is that. */
const cache = path.join(root, 'node_modules', '.cache', 'pta-lab');
const launch = decideLaunch(observeInstallation(root));

if (launch.run === 'nothing') {
  process.stderr.write(`pta-lab: ${launch.because}.\n`);
  process.exitCode = EXIT_ENVIRONMENT;
} else if (launch.run === 'here') {
  module.enableCompileCache(cache);
  await import('./main.ts');
} else {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const env = { NODE_COMPILE_CACHE: cache, ...process.env };
  endLike(await runChild(nodeBinary(root), [main, ...process.argv.slice(2)], env));
}
