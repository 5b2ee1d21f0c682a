/** What holds between processes: a kill loses nothing, and of several that ask at once one may. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { proves } from '../../../test/parity/proves.ts';
import { freshHistoryFile, START_MS } from './fixture-runs.ts';
import { openHistory } from './history.ts';
import { createLedger, memoryLedger } from './ledger.ts';

function startProgram(program: string, file: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-', file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8');
  child.stdin.end(program);
  return child;
}

const APPENDING = `
import { writeSync } from 'node:fs';
import { openHistory } from './probes/live/history/history.ts';
const history = openHistory(process.argv[2]);
const run = { target: 't', module: 'm', probe: 'p', tookMs: 1, verdict: 'pass', summary: '',
  phaseMs: {}, aadsts: null, agentId: null, observation: null };
for (let index = 0; ; index += 1) {
  history.append({ ...run, id: String(index), startedMs: ${START_MS} + index });
  writeSync(1, index + '\\n');
}
`;

test(
  proves('probes.history', 'after kill −9 in the midst of writing, all that was told is there'),
  async () => {
    const file = freshHistoryFile();
    const child = startProgram(APPENDING, file);
    let told = '';
    child.stdout.on('data', (text: string) => {
      told += text;
      if (told.length > 2_000) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const last = Number(told.trim().split('\n').at(-1));
    using history = openHistory(file);
    const ids = history.runs().map(({ id }) => Number(id));
    expect(last).toBeGreaterThan(100);
    // One more may have been written than could be told.
    expect(ids.slice(0, last + 1)).toEqual(Array.from({ length: last + 1 }, (_, index) => index));
    const counted = history.hours({ fromMs: 0, toMs: START_MS + 9e9 })[0]?.passed;
    expect(counted).toBe(ids.length);
  },
);

const ASKING = `
import { openHistory } from './probes/live/history/history.ts';
import { createLedger } from './probes/live/history/ledger.ts';
const ledger = createLedger(openHistory(process.argv[2]));
const startMs = Math.ceil(Date.now() / 500 + 1) * 500;
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, startMs - Date.now());
const asked = ledger.begin('Mia@contoso.example', 'right-password', ${START_MS});
console.log(asked.allowed ? 'may' : asked.sentence);
`;

test(
  proves('probes.budget.shared', 'of three processes that ask at the same moment one may'),
  async () => {
    const file = freshHistoryFile();
    openHistory(file)[Symbol.dispose]();
    const answers = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = startProgram(ASKING, file);
        let told = '';
        child.stdout.on('data', (text: string) => {
          told += text;
        });
        await once(child, 'close');
        return told.trim();
      }),
    );
    expect(answers.filter((answer) => answer === 'may')).toHaveLength(1);
    expect(answers.filter((answer) => /tried 0 s ago/.test(answer))).toHaveLength(2);
  },
);

test(
  proves(
    'probes.budget.shared',
    'a process that was killed between sending and hearing has failed',
  ),
  () => {
    const file = freshHistoryFile();
    const minuteMs = 60_000;
    const ask = (minute: number, outcome?: 'success') => {
      using history = openHistory(file);
      const nowMs = START_MS + minute * minuteMs;
      const asked = createLedger(history).begin('mia', 'right-password', nowMs);
      if (asked.allowed && outcome) asked.done(outcome);
      return asked.allowed;
    };
    expect([ask(0), ask(1, 'success'), ask(2), ask(3)]).toEqual([true, true, true, true]);
    expect([ask(4), ask(5)]).toEqual([false, false]);
    using history = openHistory(file);
    history.attempts.reset('MIA', START_MS + 5 * minuteMs);
    expect(ask(6)).toBe(true);
  },
);

test('attempts are forgotten only behind a success', () => {
  using history = openHistory(freshHistoryFile());
  const ledger = createLedger(history);
  const minuteMs = 60_000;
  ledger.begin('a', 'right-password', START_MS).done('password-failure');
  ledger.begin('a', 'right-password', START_MS + minuteMs).done('success');
  ledger.begin('a', 'right-password', START_MS + 2 * minuteMs).done('password-failure');
  history.prune(START_MS + 900 * 86_400_000);
  expect(history.attempts.of('a').map(({ outcome }) => outcome)).toEqual([
    'success',
    'password-failure',
  ]);
});

test('without a history nothing fails on purpose', () => {
  const ledger = memoryLedger();
  const asked = ledger.begin('mia', 'wrong-on-purpose', START_MS);
  expect(asked).toMatchObject({ allowed: false, sentence: expect.stringMatching(/history/) });
  expect(ledger.begin('mia', 'right-password', START_MS).allowed).toBe(true);
  expect(ledger.begin('MIA', 'right-password', START_MS + 1).allowed).toBe(false);
});
