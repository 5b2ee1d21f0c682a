/**
 * What `rehearse --lab compose` asks of the engine, in which order, and what it leaves: with a
 * stand-in for the command `docker`, so that it is proven on machines without an engine, too. That
 * a real one does it is for `test/containers/agreement.container.test.ts`.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadScenario } from '../../scenarios/catalogue.ts';
import type { Progress } from '../../scenarios/run/progress.ts';
import { type RunResult, runScenario } from '../../scenarios/run/run.ts';
import { proves } from '../../test/parity/proves.ts';
import { createDesk, type Desk } from '../spawn-program.ts';

/** Writes down what it is asked, and answers as the file of answers says. */
const DOCKER = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const path = require('node:path');
const args = process.argv.slice(2);
const asked = args.join(' ').replace(/--file \\S+ --project-name (\\S+) --progress plain /, '$1: ');
appendFileSync(path.join(__dirname, 'asked.txt'), asked + '\\n');
const answers = JSON.parse(readFileSync(path.join(__dirname, 'answers.json'), 'utf8'));
const [, answer] = answers.find(([sign]) => new RegExp(sign).test(asked)) ?? [];
const say = () => {
  process.stdout.write(answer?.stdout ?? '');
  process.stderr.write(answer?.stderr ?? '');
  process.exitCode = answer?.code ?? 0;
};
if (!answer?.afterLines) say();
else {
  let lines = 0;
  process.stdin.on('data', (text) => {
    lines += String(text).split('\\n').length - 1;
    if (lines < answer.afterLines) return void process.stdout.write(answer.meanwhile ?? '');
    process.stdin.destroy();
    say();
  });
}
`;

type Answers = [sign: string, answer: Record<string, string | number>][];

let ran: RunResult;
beforeAll(async () => {
  ran = await runScenario(loadScenario('dc-down'));
});

let desk: Desk;
beforeEach(() => {
  desk = createDesk();
  chmodSync(desk.write('docker', DOCKER), 0o755);
});
afterEach(() => desk[Symbol.asyncDispose]());

const told = (value: object) => `${JSON.stringify(value)}\n`;
const asked = () => readFileSync(path.join(desk.folder, 'asked.txt'), 'utf8').trimEnd().split('\n');
/** Without those that only look. */
const done = () =>
  asked()
    .map((line) => line.replace(/^compose \S+: /, ''))
    .filter((line) => /^(build|up|stop|start|run|down)/.test(line));

const CONFIG = JSON.stringify({
  name: 'lab-x',
  services: { 'mock-entra': { networks: { internet: { ipv4_address: '10.9.10.10' } } } },
});

/** Whose turn it is, too, is known in the test's own folder only. */
const surroundings = () => ({
  PATH: `${desk.folder}:${process.env.PATH}`,
  TMPDIR: desk.folder,
});

async function rehearse(answers: Answers) {
  const usual: Answers = [
    ['^version', { stdout: '20.10.24\n' }],
    ['^compose version', { stdout: '2.40.3\n' }],
    ['^info', { stdout: '6.1.0\n' }],
    ['^inspect', { code: 1 }],
    ['exec -T dc-1', { stdout: 'Version 4.17.12\n' }],
    ['exec -T egress-hq', { stdout: 'relay\n' }],
    ['config --images', { stdout: 'pta-lab:local\n' }],
    ['config --format json', { stdout: CONFIG }],
    ['run --rm', { stdout: told({ type: 'ran', ...ran }), afterLines: 1 }],
  ];
  writeFileSync(path.join(desk.folder, 'answers.json'), JSON.stringify([...answers, ...usual]));
  await using own = createDesk(surroundings());
  const out = path.join(desk.folder, 'out');
  const ended = await own.run('rehearse', 'dc-down', '--lab', 'compose', '--out', out, '--json');
  return { ...ended, out };
}

const OUTPOSTS = 'egress-hq egress-branch agt-1 agt-2 agt-3 dc-1 dc-2';
const RUN =
  'run --rm --no-deps --use-aliases -T --name lab-x-rehearsal mock-entra rehearse --lab ' +
  'containers --over-stdio --cloud-address 10.9.10.10';

test(
  proves('containers.rehearse', 'where nothing is up, a project is started and taken down again'),
  async () => {
    const { code, stdout, out } = await rehearse([['ps --all', { stdout: '' }]]);
    expect([code, JSON.parse(stdout)[0].verdict]).toEqual([0, 'pass']);
    expect(done()).toEqual([
      `up --detach --no-deps --no-build ${OUTPOSTS}`,
      RUN,
      'down --volumes --timeout 5 --remove-orphans',
    ]);
    expect(JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8'))).toMatchObject({
      containers: {
        ...{ engine: '20.10.24', compose: '2.40.3', kernel: '6.1.0', samba: '4.17.12' },
        delay: 'relay',
      },
    });
    const journal = JSON.parse(readFileSync(path.join(out, 'journal.json'), 'utf8'));
    expect(journal.experiment.id).toBe('dc-down');
  },
);

test(
  proves('containers.rehearse', 'a project that is up is borrowed: its lab is stopped meanwhile'),
  async () => {
    const services = `mock-entra prober ${OUTPOSTS}`.split(' ');
    const up = services.map((Service) => told({ Service, State: 'running' })).join('');
    const { code } = await rehearse([['ps --all', { stdout: up }]]);
    expect(code).toBe(0);
    expect(done()).toEqual(['stop --timeout 5 mock-entra', RUN, 'start mock-entra']);
  },
);

test('what the lab in there refuses is told as its own sentence, and everything is taken down', async () => {
  const sentence = 'expected the outposts to dial in, but dc-2 is missing';
  const refused = told({ type: 'refused', code: 'HARNESS_OUTPOST', sentence });
  const { code, stderr } = await rehearse([
    ['ps --all', { stdout: '' }],
    ['run --rm', { stdout: refused, code: 4, afterLines: 1 }],
  ]);
  expect(code).toBe(4);
  expect(stderr).toContain(`error: ${sentence}\n`);
  expect(done().at(-1)).toMatch(/^down/);
});

test('a second rehearsal in the same project is refused before it touches anything', async () => {
  const { code, stderr } = await rehearse([
    ['ps --all', { stdout: '' }],
    ['^inspect', { stdout: 'true\n' }],
  ]);
  expect(code).toBe(4);
  expect(stderr).toContain('Expected no other rehearsal in the project lab-x');
  expect(done()).toEqual([]);
});

test('so is one that begins while another is starting its containers', async () => {
  desk.write('lab-x-rehearsal.turn', String(process.pid));
  const { code, stderr } = await rehearse([['ps --all', { stdout: '' }]]);
  expect(code).toBe(4);
  expect(stderr).toContain(`project lab-x, but process ${process.pid} has its turn: wait for it`);
  expect(done()).toEqual([]);
});

test('the turn of a rehearsal that was killed is taken over, and given back', async () => {
  desk.write('lab-x-rehearsal.turn', String(spawnSync(process.execPath, ['--version']).pid));
  const { code } = await rehearse([['ps --all', { stdout: '' }]]);
  expect(code).toBe(0);
  expect(readdirSync(desk.folder)).not.toContain('lab-x-rehearsal.turn');
});

/** Ctrl-C once that was said, where the rehearsal's container is as given. */
async function interruptAt(said: string, run: Answers[number][1]) {
  const answers: Answers = [
    ['^version', { stdout: '1\n' }],
    ['^inspect', { code: 1 }],
    ['config --images', { stdout: 'pta-lab:local\n' }],
    ['config --format json', { stdout: CONFIG }],
    ['run --rm', run],
  ];
  writeFileSync(path.join(desk.folder, 'answers.json'), JSON.stringify(answers));
  await using own = createDesk(surroundings());
  const program = own.start('rehearse', 'dc-down', '--lab', 'compose', '--json');
  await program.said(said);
  program.signal('SIGINT');
  return await program.ended;
}

test('Ctrl-C is passed on, what was seen is written down, and everything is taken down', async () => {
  const journal = { ...ran.journal, status: 'interrupted', verdict: 'inconclusive' };
  const progress: Progress = {
    ...{ scenario: 'dc-down', activity: 'in the method', step: 1, steps: 3, phase: 'unnoticed' },
    ...{ elapsedMs: 0, signIns: { ended: 0, signedIn: 0 } },
  };
  const { code, stdout } = await interruptAt('in the method', {
    meanwhile: told({ type: 'progress', progress }),
    ...{ stdout: told({ type: 'ran', ...ran, journal }), afterLines: 2 },
  });
  expect([code, JSON.parse(stdout)[0].status]).toEqual([130, 'interrupted']);
  expect(done().at(-1)).toMatch(/^down/);
});

test('Ctrl-C while the lab in there is still starting does not wait for it', async () => {
  const never = { afterLines: 9 };
  const { code, stdout, stderr } = await interruptAt('dc-down: ', never);
  expect([code, stdout], stderr).toEqual([130, '']);
  expect(stderr).toContain('error: Interrupted while the containers were starting.\n');
  expect(asked()).toContain('rm --force lab-x-rehearsal');
  expect(done().at(-1)).toMatch(/^down/);
});

test('keys that stand in are refused, as in live mode', async () => {
  await using own = createDesk(surroundings());
  const wrong = ['--lab', 'compose', '--crypto', 'stand-in'];
  const { code, stderr } = await own.run('rehearse', 'dc-down', ...wrong);
  expect(code).toBe(2);
  expect(stderr).toContain('--crypto stand-in: containers have real keys only');
});
