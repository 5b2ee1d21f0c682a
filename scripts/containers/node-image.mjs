/**
 * Makes `pta-lab-base:local` where no image registry can be reached: Debian from its packages, Node
 * and npm from npm's, laid out as in an official Node slim image. Prints the image's name.
 *   node scripts/containers/node-image.mjs
 * With BASE_IMAGE set nothing is built: that one is taken. Debian is put together by debootstrap,
 * which needs root and a Debian machine: .ci/run has both, a developer has a registry.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../lock.mjs';
import { nodeInstalledIn, wantedNode } from '../node-version.mjs';
import { runNpm, SetupError } from '../npm.mjs';
import { idOf, run } from './engine.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, '.pta-lab', 'base-image');
const node = wantedNode(root).pinned;

const IMAGE = 'pta-lab-base:local';
const DEBIAN = 'pta-lab-debian:bookworm';
const SUITE = 'bookworm';
/** What an official Node slim image has beside a minimal Debian; Node needs the first two. */
const PACKAGES = ['libatomic1', 'libstdc++6', 'ca-certificates'];
const NPM = '11.21.2';
/** Whom this machine trusts: it may stand behind a proxy that inspects, and npm asks through it. */
const ROOTS = '/etc/ssl/certs/ca-certificates.crt';

/** As the official image: uid 1000, a home, no password. */
const RECIPE = `FROM ${DEBIAN}
RUN groupadd --gid 1000 node \\
 && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
COPY roots.crt ${ROOTS}
COPY node_modules/node/bin/node /usr/local/bin/node
COPY node_modules/npm /usr/local/lib/node_modules/npm
RUN mkdir -p /usr/local/etc && echo cafile=${ROOTS} > /usr/local/etc/npmrc \\
 && ln -s node /usr/local/bin/nodejs \\
 && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \\
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \\
 && node --version && npm --version
CMD ["node"]
`;

/** Left out as in Debian's own slim images: nobody reads manuals in a container. */
const UNWANTED = [
  ...['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info'],
  ...['var/cache/apt', 'var/lib/apt/lists', 'var/log', 'proc', 'sys', 'dev'],
].map((name) => `--exclude=./${name}/*`);

/** A tag of its own for what the image is made of: the same needs no second build. */
const made = createHash('sha256')
  .update(JSON.stringify([SUITE, PACKAGES, UNWANTED, RECIPE, NPM, node]))
  .digest('hex');
const MADE = `pta-lab-base:${made.slice(0, 16)}`;
const isMade = () => idOf(MADE) !== undefined && idOf(MADE) === idOf(IMAGE);

/** @param {string} line */
const say = (line) => process.stderr.write(`base image: ${line}\n`);

async function build() {
  if (isMade()) return;
  mkdirSync(folder, { recursive: true });
  if (idOf(DEBIAN) === undefined) importDebian();
  if (nodeInstalledIn(folder) !== node) {
    say(`Node ${node} and npm ${NPM} from npm.`);
    const wanted = {
      private: true,
      allowScripts: { node: true },
      dependencies: { node, npm: NPM },
    };
    writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(wanted, null, 2)}\n`);
    await runNpm(folder, ['install', '--no-package-lock']);
  }
  copyFileSync(ROOTS, path.join(folder, 'roots.crt'));
  const context = ['roots.crt', 'node_modules/node/bin/node', 'node_modules/npm'];
  say(`${IMAGE} from ${DEBIAN}, Node ${node} and npm ${NPM}.`);
  writeFileSync(path.join(folder, 'Dockerfile'), RECIPE);
  // Links are followed, because npm may have put one in Node's place.
  const command =
    `tar -C '${folder}' --dereference -c Dockerfile ${context.join(' ')} | ` +
    `docker build --quiet --network none --tag ${IMAGE} --tag ${MADE} -`;
  run('sh', ['-c', command], 'docker to build the base image');
}

function importDebian() {
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      'expected to be root, because debootstrap needs it. Set BASE_IMAGE to an image with Node ' +
        `(for example node:${node.split('.')[0]}-slim) where a registry can be reached.`,
    );
  }
  const debian = path.join(folder, 'debian');
  say(`Debian ${SUITE} by debootstrap: about half a minute.`);
  rmSync(debian, { recursive: true, force: true });
  const include = `--include=${PACKAGES.join(',')}`;
  run('debootstrap', ['--variant=minbase', include, SUITE, debian], 'debootstrap to end with 0');
  const command = `tar -C '${debian}' ${UNWANTED.join(' ')} -c . | docker import - ${DEBIAN}`;
  run('sh', ['-c', command], 'docker to import Debian');
  rmSync(debian, { recursive: true, force: true });
}

try {
  const chosen = process.env.BASE_IMAGE;
  if ((!chosen || chosen === IMAGE) && !isMade()) await withLock(folder, say, build);
  process.stdout.write(`${chosen || IMAGE}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 4;
}
