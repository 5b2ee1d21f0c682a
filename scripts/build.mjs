/**
 * `npm run build [folder]`: the publishable package in `dist`, JavaScript and types, because Node
 * strips no types under node_modules. What its entries reach is in it, and nothing else: a module
 * or program is reached by any literal path to it, so a path that is put together is not found.
 * Lines stay where they are in the source; whether the types are right is for `npm run check`.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectModules, filesIn } from './collect-modules.mjs';
import { describePackage } from './package-json.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const dist = path.resolve(process.argv[2] ?? path.join(root, 'dist'));

/** Folders with files that are read at run time, beside the module that reads them. */
const FOLDERS = ['console', 'deploy', 'lab', 'load', 'probes', 'scenarios'];
const READ_AT_RUN_TIME = /\.(css|html|svg|ps1|py|ya?ml|cfg|mod|sum)$|(schema|dashboard)\.json$/;
const FOR_PEOPLE = /\.(md|yaml|service|timer|xml)$/;
/** Run by name from outside. */
const PROGRAMS = ['load/kubernetes/forward.ts'];

const source = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
/** @type {string[]} */
const library = Object.values(source.exports);
const scripts = filesIn(root, 'load').filter((file) => file.endsWith('.k6.ts'));
const entries = [...library, ...Object.values(source.bin), ...PROGRAMS, ...scripts];

rmSync(dist, { recursive: true, force: true });
for (const [file, text] of collectModules(root, entries)) write(file, text);
declare(library);
for (const folder of FOLDERS) copy(folder, READ_AT_RUN_TIME);
copy('docs', FOR_PEOPLE);
for (const name of ['README.md', 'LICENSE', 'CHANGELOG.md', 'docker-compose.yml']) copy(name);
write('package.json', `${JSON.stringify(describePackage(source), undefined, 2)}\n`);
chmodSync(path.join(dist, source.bin['pta-lab']), 0o755);

/**
 * The types of what is imported, and of what they mention.
 *
 * @param {readonly string[]} modules
 */
function declare(modules) {
  const folder = path.join(root, '.pta-lab', 'build');
  mkdirSync(folder, { recursive: true });
  const config = path.join(folder, 'tsconfig.json');
  const files = modules.map((file) => path.join(root, file));
  const compilerOptions = { outDir: dist };
  const described = { extends: '../../tsconfig.build.json', compilerOptions, files };
  writeFileSync(config, JSON.stringify(described));
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`Expected types of the package from tsc, got ${status}.`);
}

/**
 * @param {string} folder or one file
 * @param {RegExp} [wanted]
 */
function copy(folder, wanted) {
  const files = wanted ? filesIn(root, folder).filter((file) => wanted.test(file)) : [folder];
  for (const file of files.filter((name) => !name.includes('.test.'))) {
    mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(dist, file));
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  mkdirSync(path.dirname(path.join(dist, file)), { recursive: true });
  writeFileSync(path.join(dist, file), text);
}
