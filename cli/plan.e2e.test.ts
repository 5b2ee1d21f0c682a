/** `pta-lab plan` as people and scripts meet it: tables, JSON, files, exit codes, bad input. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDesk, type Desk } from './spawn-program.ts';

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

const SHORT = ['--duration', '5s'];

test('a peak that given agents carry is 0, with charts and JSON where they were asked for', async () => {
  const sites = ['--sites', 'hq:3@1ms,branch:1@2ms', '--out', 'plan'];
  const { code, stdout, stderr } = await desk.run(
    'plan',
    '--peak',
    '54000/min',
    ...sites,
    ...SHORT,
  );
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: `charts: ${path.join('plan', 'plan.html')}\n`,
  });
  expect(stdout).toMatch(/^plan: carries\. 4 agents carry 900\/s with 1 lost: /);
  expect(stdout).toContain('assumed: serviceMs 11.4');
  const { plan } = JSON.parse(readFileSync(path.join(desk.folder, 'plan', 'plan.json'), 'utf8'));
  expect(plan).toMatchObject({ carries: true, agents: 4, needed: { agents: 4 } });
  expect(readFileSync(path.join(desk.folder, 'plan', 'plan.html'), 'utf8')).toContain('<svg');
});

test('an estate file that does not carry its peak is 1; a change is judged by what comes after', async () => {
  const estate = [
    'sites: [{ name: hq, agents: [agt-1, agt-2], inactive: [agt-9], controllers: [dc-1] }]',
    'signInsPerSecond: 500',
    'timings: { signInDeadlineMs: 16000 }',
  ];
  writeFileSync(path.join(desk.folder, 'estate.yaml'), estate.join('\n'));
  const asked = ['plan', '--estate', 'estate.yaml', '--json', ...SHORT];
  const [before, after] = await Promise.all([
    desk.run(...asked),
    desk.run(...asked, '--change', 'add:1'),
  ]);
  expect([before.code, after.code]).toEqual([1, 0]);
  const changed = JSON.parse(after.stdout);
  expect(changed).toMatchObject({ plan: { carries: false }, after: { carries: true, agents: 3 } });
  // Three that are there and one that is only listed.
  const [site] = changed.after.sites;
  expect(site.traffic.inBytesPerSecond).toBeCloseTo(500 * (512 + 4 * 1024), 3);
});

test.each([
  [['--peak', 'lots'], 'Expected a rate above 0 such as 900/s, 54000/min or 1.2M/h.'],
  [
    ['--peak', '9', '--calibrate', 'none.json'],
    '--calibrate: expected a file that can be read, got ENOENT for "none.json"',
  ],
])('plan %j is refused in one sentence', async (asked, sentence) => {
  const { code, stdout, stderr } = await desk.run('plan', ...asked);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
