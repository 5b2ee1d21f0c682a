/**
 * The parts a machine may have: is each there, in which version, what is it for and how to get it.
 * `doctor` prints this and tests skip by it. Only Node and npm are needed; the others are optional.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOW_TO_GET_K6, isRecentK6, k6Candidates } from '../load/live/find-k6.ts';
import { nodeBinary, nodeInstalledIn, wantedNode } from '../scripts/node-version.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const ANSWER_MS = 5_000;

export const PART_IDS = [
  'node',
  'npm',
  'oldest-node',
  'chromium',
  'certutil',
  'java',
  'python-msal',
  'k6',
  'containers',
  'compose',
  'base-image',
  'samba',
  'ldapwhoami',
  'promtool',
  'nats-server',
  'packet-filter',
] as const;
export type PartId = (typeof PART_IDS)[number];

export interface Part {
  id: PartId;
  title: string;
  found: boolean;
  version?: string;
  /** What to start, as found. */
  command?: string;
  neededFor: string;
  howToGet: string;
}

/** How one part is looked for: the first candidate that answers is taken. */
interface Search {
  title: string;
  neededFor: string;
  howToGet: string;
  /** Command and arguments that make it tell its version, and fail if it does not work. */
  candidates: () => readonly Question[];
  /** What is too old is as good as missing. Default: any version will do. */
  isRecent?: (version: string) => boolean;
}

type Question = readonly [command: string, ...ask: string[]];

const wanted = wantedNode(ROOT);

const SEARCHES: Readonly<Record<PartId, Search>> = {
  node: {
    title: 'Node',
    neededFor: 'everything',
    howToGet: `Node ${wanted.minimum} or later; "npm start" puts one into node_modules.`,
    candidates: () => [[process.execPath, '--version']],
  },
  npm: {
    title: 'npm',
    neededFor: 'set-up',
    howToGet: 'It comes with Node.',
    candidates: () => [['npm', '--version']],
  },
  'oldest-node': {
    title: 'oldest supported Node',
    neededFor: 'tests: same seed, same bytes on both ends of the supported range',
    howToGet: 'Run "node scripts/oldest-node.mjs".',
    candidates: oldestNodeCandidates,
  },
  chromium: {
    title: 'Chromium',
    neededFor: 'browser tests and screenshots',
    howToGet: 'Install chromium or Chrome, or set CHROMIUM_BIN to its path.',
    candidates: () =>
      named(
        process.env.CHROMIUM_BIN,
        ['chromium', 'chromium-browser', 'google-chrome'],
        '--version',
      ),
  },
  certutil: {
    title: 'certutil (NSS)',
    neededFor: 'pta-lab trust for Chromium and Firefox; browser tests that trust the lab',
    howToGet: 'On Debian: the package libnss3-tools.',
    // It has no option that only tells a version; asked for its options it answers with 1.
    candidates: () => [['sh', '-c', 'command -v certutil && echo 0.0']],
  },
  java: {
    title: 'Java with keytool',
    neededFor: 'pta-lab trust for Java',
    howToGet: 'Install a JRE; on Debian: the package default-jre-headless.',
    candidates: () => [['java', '--version']],
  },
  'python-msal': {
    title: 'MSAL for Python',
    neededFor: 'a test: MSAL for Python signs in through the CONNECT proxy',
    howToGet: 'Run "python3 -m venv .pta-lab/python" and ".pta-lab/python/bin/pip install msal".',
    candidates: () => [
      [path.join(ROOT, '.pta-lab/python/bin/python'), '-c', 'import msal; print(msal.__version__)'],
    ],
  },
  k6: {
    title: 'k6',
    neededFor: 'pta-lab load',
    howToGet: HOW_TO_GET_K6,
    candidates: () => k6Candidates().map((command) => [command, 'version']),
    isRecent: isRecentK6,
  },
  containers: {
    title: 'container engine',
    neededFor: 'the container lab',
    howToGet: 'Install Docker or Podman and start it; this user must be allowed to use it.',
    candidates: () => [
      ['docker', 'version', '--format', '{{.Server.Version}}'],
      ['podman', 'info', '--format', '{{.Version.Version}}'],
    ],
  },
  compose: {
    title: 'docker compose, version 2',
    neededFor: 'pta-lab rehearse --lab compose, docker compose up',
    howToGet: 'It comes with Docker Desktop; elsewhere: docs.docker.com/compose/install.',
    candidates: () => [['docker', 'compose', 'version', '--short']],
  },
  'base-image': {
    title: 'base image with Node',
    neededFor: 'building the images of the container lab',
    howToGet:
      'A registry has it: docker pull node:26-slim. Without one, on Debian as root: ' +
      'node scripts/containers/node-image.mjs; or set BASE_IMAGE to one that is here.',
    candidates: () => baseImages().map(askNode),
  },
  samba: {
    title: 'Samba',
    neededFor: 'a test: a real Active Directory domain controller behind --directory; root only',
    howToGet:
      'On Debian: samba, samba-ad-dc, samba-ad-provision, samba-dsdb-modules and winbind, as root.',
    // LDAP has no other ports there, and those below 1024 are root's.
    candidates: () => [['sh', '-c', 'test "$(id -u)" = 0 && /usr/bin/samba-tool --version']],
  },
  ldapwhoami: {
    title: 'OpenLDAP’s client',
    neededFor: 'a test: it binds at the lab’s controllers',
    howToGet: 'On Debian: the package ldap-utils.',
    // It tells its version on stderr.
    candidates: () => [['sh', '-c', 'ldapwhoami -VV 2>&1']],
  },
  promtool: {
    title: 'promtool (Prometheus)',
    neededFor: 'tests: the metrics, rules and scrape configuration are what Prometheus takes',
    howToGet: 'On Debian: the package prometheus.',
    // Old versions tell theirs on stderr.
    candidates: () => [['sh', '-c', 'promtool --version 2>&1']],
  },
  'nats-server': {
    title: 'nats-server',
    neededFor: 'pta-lab replica outside of containers, and its tests',
    howToGet: 'On Debian: the package nats-server; elsewhere: nats.io/download.',
    candidates: () => [['nats-server', '--version']],
  },
  'packet-filter': {
    title: 'packet filter and network namespaces',
    neededFor: 'tests: the egress of the container lab, between hosts made for it; root only',
    howToGet: 'On Debian: the packages nftables and iproute2, as root.',
    // Asking for the rules tells whether this user may set some.
    candidates: () => [['sh', '-c', 'nft list tables >/dev/null && ip netns && nft --version']],
  },
};

export function findPart(id: PartId): Part {
  const { title, neededFor, howToGet, candidates, isRecent = () => true } = SEARCHES[id];
  const part = { id, title, neededFor, howToGet };
  for (const [command, ...ask] of candidates()) {
    const answer = spawnSync(command, ask, { encoding: 'utf8', timeout: ANSWER_MS });
    const version = parseVersion(answer.stdout ?? '');
    if (answer.status !== 0 || !isRecent(version)) continue;
    return { ...part, found: true, version, command };
  }
  return { ...part, found: false };
}

/** `Chromium 150.0.1 built on Debian` → `150.0.1`. */
export function parseVersion(answer: string): string {
  return /\d+(\.\d+)+\S*/.exec(answer)?.[0] ?? 'unknown';
}

/** In a container of a moment; a registry is not asked. */
function askNode(image: string): Question {
  return ['docker', 'run', '--rm', '--pull=never', '--entrypoint=node', image, '--version'];
}

/** As the Dockerfile would take them. */
function baseImages(): readonly string[] {
  const { BASE_IMAGE } = process.env;
  return BASE_IMAGE ? [BASE_IMAGE] : ['node:26-slim', 'pta-lab-base:local'];
}

/** A path set by the user is the only candidate: a wrong one must show, not be passed over. */
function named(
  chosen: string | undefined,
  names: readonly string[],
  ask: string,
): readonly Question[] {
  return (chosen ? [chosen] : names).map((name) => [name, ask]);
}

function oldestNodeCandidates(): readonly Question[] {
  const folder = path.join(ROOT, '.pta-lab', 'node-oldest');
  const complete = nodeInstalledIn(folder) === wanted.oldest;
  return complete ? [[nodeBinary(folder), '--version']] : [];
}
