/** A real run with real users of a lab: nobody's name or password is in what it leaves behind. */
import { expect, test } from 'vitest';
import type { LoadTest } from '../load/load-test.ts';
import { renderLoadJunit } from '../load/report/render-junit.ts';
import { renderLoadSummary } from '../load/report/render-summary.ts';
import { renderLoadTerminal } from '../load/report/render-terminal.ts';
import { runLoad } from '../load/run/run-load.ts';
import { type LoadLabOptions, startLoadLab } from '../load/run/start-load-lab.ts';
import { renderLoadReport } from './load.ts';

const rate = { executor: 'constant-arrival-rate', timeUnit: '1s', duration: '4s' } as const;
const room = { preAllocatedVUs: 10, maxVUs: 50 };
const TEST: LoadTest = {
  ...{ id: 'secrets', question: 'Who is in it?' },
  options: {
    scenarios: {
      people: { ...rate, ...room, exec: 'signIn', rate: 30 },
      guesses: { ...rate, ...room, exec: 'guessPassword', rate: 10 },
    },
    thresholds: { sign_in_failed: ['rate<0.01'] },
  },
};

const LAB: LoadLabOptions = {
  ...{ virtual: true, seed: '7', agents: 2 },
  ...{ capacity: 'host', skew: 0, crypto: 'rsa' },
};

test('no user name, password or token is in report, summary, JUnit or terminal', async () => {
  const settings = { peak: 40, agents: 2 };
  const result = await runLoad({
    ...{ ...LAB, settings, version: '0', stop: new AbortController().signal },
    test: { ...TEST, file: 'secrets.k6.ts' },
    onProgress: () => {},
  });
  expect(result.run.latency.count).toBe(160);
  // The same seed has the same people.
  await using lab = await startLoadLab(LAB);
  const people = Object.values(lab.groups).flat();
  expect(people.length).toBeGreaterThan(5);
  const renderers = [renderLoadSummary, renderLoadJunit, renderLoadTerminal, renderLoadReport];
  const text = renderers.map((render) => render(result)).join('\n');
  for (const { userName, password } of people) {
    expect(text).not.toContain(userName);
    expect(text).not.toContain(password);
  }
  expect(text).not.toMatch(/eyJ[\w-]+\./);
});
