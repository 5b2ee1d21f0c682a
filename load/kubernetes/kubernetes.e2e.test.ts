/** The manifests name what is there, and what they do in a cluster works on one machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { proves } from '../../test/parity/proves.ts';

const FOLDER = 'load/kubernetes';
const manifests = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
}

function read(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(path.join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

test(proves('load.k6.kubernetes', 'every manifest parses, and names files that exist'), () => {
  const kinds = manifests.flatMap(read).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual([
    'Deployment',
    'PersistentVolumeClaim',
    'Pod',
    'Service',
    'TestRun',
  ]);
  const texts = [...manifests, 'README.md'].map((name) =>
    readFileSync(path.join(FOLDER, name), 'utf8'),
  );
  // In the image programs are JavaScript; they have the places of their sources.
  const named = texts
    .flatMap((text) => text.match(/\bload\/[\w./-]+\.(k6\.ts|js|yaml)\b/g) ?? [])
    .map((name) => name.replace(/\.js$/, '.ts'));
  expect(named.length).toBeGreaterThan(5);
  for (const file of new Set(named)) expect(existsSync(file), file).toBe(true);
});

test('the test run reads its archive from a secret and leaves one file per runner', () => {
  const [, testRun] = read('test-run.yaml');
  expect(testRun).toMatchObject({
    apiVersion: 'k6.io/v1alpha1',
    spec: {
      parallelism: 4,
      script: { localFile: '/load/peak.tar' },
      runner: {
        env: [
          { name: 'RUNNER' },
          { name: 'K6_OUT', value: expect.stringContaining('$(RUNNER).json') },
        ],
        volumes: [{ secret: { secretName: 'peak' } }, { name: 'results' }],
      },
    },
  });
});

test('the forwarder passes bytes on both ways, and says where it listens', async () => {
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await new Promise((resolve) => echo.once('listening', resolve));
  const target = `127.0.0.1:${(echo.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, ['load/kubernetes/forward.ts', '127.0.0.1:0', target]);
  try {
    const [, port] = /^127\.0\.0\.1:(\d+) leads to /.exec(await firstLine(child)) ?? [];
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
    socket.write('hello');
    expect(await new Promise((resolve) => socket.once('data', resolve))).toBe('hello');
    socket.destroy();
  } finally {
    child.kill();
    echo.close();
  }
});

function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    stdout?.once('data', (chunk) => resolve(String(chunk)));
    stderr?.once('data', (chunk) => resolve(String(chunk)));
  });
}
