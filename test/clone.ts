/**
 * A throw-away clone for tests of set-up and launch: the real scripts, a small package, and an npm
 * on PATH that only notes what it is asked for. No package registry is needed.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const REPOSITORY = path.join(import.meta.dirname, '..');

/** Makes any Node say that it is an old one. */
export const PRETEND_OLD = [
  '--import',
  'data:text/javascript,Object.defineProperty(process,"version",{value:"v20.1.0"})',
];

const STAND_IN_NPM = `#!/bin/sh
echo "$@" >> npm-calls
while [ -e hold-npm ]; do sleep 0.05; done
if [ -e offline ]; then
  printf 'npm error code ENOTFOUND\\nnpm error syscall getaddrinfo\\nnpm error network is down\\n' >&2
  exit 1
fi
if [ "$1" = ci ]; then
  rm -rf node_modules && mkdir -p node_modules/.bin
  cp package-lock.json node_modules/.package-lock.json
else
  mkdir -p node_modules/node && echo '{"version":"26.10.0"}' > node_modules/node/package.json
  printf '#!/bin/sh\\necho own node: "$@"\\n' > node_modules/.bin/node
  chmod +x node_modules/.bin/node
fi
`;

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Clone extends Disposable {
  folder: string;
  write(name: string, text: string): void;
  remove(name: string): void;
  has(name: string): boolean;
  /** What npm was asked for, a line per call. */
  npmCalls(): string[];
  /** Packages as if somebody had installed them. */
  install(versions: Readonly<Record<string, string>>): void;
  /** The Node that runs this test, as if set-up had put it there. */
  installOwnNode(): void;
  start(args: readonly string[]): Running;
}

export interface Running {
  pid: number;
  signal(signal: NodeJS.Signals): void;
  /** Resolves once this was said on stdout or stderr. */
  said(text: string): Promise<void>;
  ended: Promise<Run>;
}

export function createClone(): Clone {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-clone-'));
  const at = (name: string) => path.join(folder, name);
  const write = (name: string, text: string) => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  };
  fill(at, write);
  return {
    folder,
    write,
    remove: (name) => rmSync(at(name), { recursive: true, force: true }),
    has: (name) => existsSync(at(name)),
    npmCalls: () =>
      existsSync(at('npm-calls')) ? readFileSync(at('npm-calls'), 'utf8').trim().split('\n') : [],
    install(versions) {
      for (const [name, version] of Object.entries(versions)) {
        write(`node_modules/${name}/package.json`, JSON.stringify({ name, version }));
      }
    },
    installOwnNode() {
      write('node_modules/node/package.json', JSON.stringify({ version: '26.10.0' }));
      mkdirSync(at('node_modules/.bin'), { recursive: true });
      symlinkSync(process.execPath, at('node_modules/.bin/node'));
    },
    start: (args) => start(folder, args),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function fill(at: (name: string) => string, write: (name: string, text: string) => void) {
  for (const name of ['scripts', 'cli/pta-lab.mjs', 'cli/launch.mjs']) {
    cpSync(path.join(REPOSITORY, name), at(name), { recursive: true });
  }
  const manifest = {
    type: 'module',
    engines: { node: '>=22.22' },
    config: { currentNode: '26.10.0', oldestNode: '22.22.3' },
    dependencies: { hono: '1.0.0' },
  };
  write('package.json', JSON.stringify(manifest));
  write('package-lock.json', lockfile('1.0.0'));
  write('bin/npm', STAND_IN_NPM);
  chmodSync(at('bin/npm'), 0o755);
}

/** A lockfile that asks for this version of one package. */
export function lockfile(version: string): string {
  const packages = { '': {}, 'node_modules/hono': { version } };
  return JSON.stringify({ lockfileVersion: 3, packages });
}

function start(folder: string, args: readonly string[]): Running {
  const PATH = [path.join(folder, 'bin'), process.env.PATH].join(path.delimiter);
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  const heard = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      heard[name] += text;
      child.emit('heard');
    });
  }
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, ...heard }));
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => `${heard.stdout}${heard.stderr}`.includes(text) && resolve();
      child.on('heard', look);
      ended.then(() => reject(new Error(`never said "${text}": ${JSON.stringify(heard)}`)), reject);
      look();
    });
  return { pid: child.pid ?? 0, signal: (name) => void child.kill(name), said, ended };
}

/** The pid of a process that has ended. */
export function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}
