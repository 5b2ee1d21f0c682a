#!/usr/bin/env node
/**
 * The `pta-lab` command. It is JavaScript so that an old Node can say what is wrong instead of
 * failing on the first type annotation; `cli/main.ts` is the program.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeBinary } from '../scripts/node-version.mjs';
import { endLike, runChild } from '../scripts/run-child.mjs';
import { decideLaunch, observeInstallation } from './launch.mjs';

/** `cli/exit-codes.ts`, environment. */
const EXIT_ENVIRONMENT = 4;

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const launch = decideLaunch(observeInstallation(root));

if (launch.run === 'nothing') {
  process.stderr.write(`pta-lab: ${launch.because}.\n`);
  process.exitCode = EXIT_ENVIRONMENT;
} else if (launch.run === 'here') {
  await import('./main.ts');
} else {
  const main = path.join(root, 'cli', 'main.ts');
  endLike(await runChild(nodeBinary(root), [main, ...process.argv.slice(2)], process.env));
}
