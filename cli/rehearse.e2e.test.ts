/** `pta-lab rehearse` as people and scripts meet it: output, files, exit codes, Ctrl-C. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proves } from '../test/parity/proves.ts';
import { createDesk, type Desk } from './spawn-program.ts';

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

const STEADY = 'steady-state: [{ probe: sign-in, expect: { result: 0 } }]';
const scenario = (...steps: string[]) =>
  ['title: T', 'description: D', STEADY, 'method:', ...steps.map((step) => `  - ${step}`)].join(
    '\n',
  );

const read = (...names: string[]) => readFileSync(path.join(desk.folder, ...names), 'utf8');

describe('help', () => {
  test('shows the verbs and every exit code with its meaning', async () => {
    const { code, stdout } = await desk.run('--help');
    expect(code).toBe(0);
    for (const verb of ['rehearse', 'up', 'probe', 'faults', 'doctor'])
      expect(stdout).toContain(verb);
    const codes = [...stdout.matchAll(/^ {2}(\d+) +\S/gm)].map(([, number]) => Number(number));
    expect(codes).toEqual([0, 1, 2, 3, 4, 5, 99, 105, 107, 108, 130]);
  });

  test('of a verb shows them too', async () => {
    expect((await desk.run('rehearse', '--help')).stdout).toContain('Exit codes:');
  });

  test('no verb at all is wrong usage, and help goes to stderr', async () => {
    expect(await desk.run()).toMatchObject({ code: 2, stdout: '' });
  });

  test('--version names product and version', async () => {
    const { stdout } = await desk.run('--version');
    expect(stdout).toMatch(/^pta-lab \d+\.\d+\.\d+\n$/);
  });
});

describe('bad input is one sentence, exit code 2, and nothing is started', () => {
  test.each<[string, string[], string]>([
    [
      'an unknown scenario',
      ['rehearse', 'bloked-443'],
      'error: no scenario "bloked-443"; did you mean "blocked-443"? rehearse --list ' +
        'shows them, or give the path of a .yaml file\n',
    ],
    [
      'a file that is not there',
      ['rehearse', './none.yaml'],
      'error: ./none.yaml: expected a scenario file that can be read, got ENOENT\n',
    ],
    [
      'no scenario',
      ['rehearse'],
      'error: expected one or more scenarios, got none; --list shows them\n',
    ],
    [
      'an unknown option',
      ['rehearse', 'dc-down', '--livee'],
      "error: unknown option '--livee'\n(Did you mean --live?)\n",
    ],
    [
      'an unknown verb',
      ['rehears'],
      "error: unknown command 'rehears'\n(Did you mean rehearse?)\n",
    ],
    [
      'two labs at once',
      ['rehearse', 'dc-down', '--live', '--lab', 'compose'],
      'error: --live is short for --lab live; got it with --lab compose\n',
    ],
    [
      proves('containers.refused', 'what containers cannot express'),
      ['rehearse', 'dc-down', 'add-agent', '--lab', 'compose'],
      'error: add-agent cannot be rehearsed in containers: “do install-agent (sites=branch)”: it ' +
        'needs a server that is not there, and each server of this lab is a container; rehearse ' +
        'it with --lab live or --lab virtual\n',
    ],
  ])('%s', async (_, args, stderr) => {
    expect(await desk.run(...args)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('broken YAML names file and line', async () => {
    const file = desk.write('broken.yaml', 'title: T\nmethod: [');
    const { code, stderr } = await desk.run('rehearse', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*broken\.yaml:\d+: expected valid YAML: .*\n$/);
  });

  test('an unknown fault parameter names the known ones', async () => {
    const text = scenario('{ inject: block-443, with: { hw: drop } }');
    const { code, stderr } = await desk.run('rehearse', desk.write('parameter.yaml', text));
    expect(code).toBe(2);
    expect(stderr).toContain(
      'parameter.yaml:5: method[0].with: expected one of how, established (block-443), ' +
        'got the unknown parameter "hw"; did you mean "how"?',
    );
  });

  test('one bad scenario stops the good ones before it, and leaves no file', async () => {
    const { code } = await desk.run('rehearse', 'dc-down', 'nothing', '--out', 'never');
    expect(code).toBe(2);
    expect(existsSync(path.join(desk.folder, 'never'))).toBe(false);
  });
});

describe('a run', () => {
  test('with --json prints one JSON array on stdout and nothing else', async () => {
    const { code, stdout, stderr } = await desk.run(
      ...['rehearse', 'tls-inspection', '--json', '--out', 'one', '--seed', 's'],
    );
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        ...{ scenario: 'tls-inspection', verdict: 'pass', mode: 'virtual', seed: 's', exitCode: 0 },
        results: { before: ['0'], noticed: ['80001'], healed: ['0'] },
        noticedAfterMs: expect.any(Number),
      },
    ]);
    expect(stderr).toContain('people are refused at once');
    expect(readdirSync(path.join(desk.folder, 'one'))).toEqual([
      ...['history.jsonl', 'journal.json', 'junit.xml', 'report.html', 'run.json'],
    ]);
    expect(JSON.parse(read('one', 'run.json')).command).toContain('rehearse tls-inspection');
  });

  test('of several scenarios gives each a folder, and the table names every report', async () => {
    const { code, stdout } = await desk.run(
      ...['rehearse', 'tls-inspection', 'dc-down', '--out', 'two'],
    );
    expect(code).toBe(0);
    expect(readdirSync(path.join(desk.folder, 'two'))).toEqual(['dc-down', 'tls-inspection']);
    expect(stdout).toMatch(/dc-down +pass +\S+ +signed in +AADSTS80007 +AADSTS80007 +signed in/);
    expect(stdout).toContain(path.join('two', 'dc-down', 'report.html'));
  });

  test('that deviates ends with 1 and says why', async () => {
    const text = scenario(
      'inject: dc-down',
      'expect: { sign-ins: { right-password: [0] } }\n    within: 1m',
    );
    const { code, stdout } = await desk.run('rehearse', desk.write('deviates.yaml', text));
    expect(code).toBe(1);
    expect(stdout).toMatch(/deviates: expect .*expected only signed in, got AADSTS80007/);
  });

  test('that saw too little ends with 3', async () => {
    const text = scenario('expect: { sign-ins: { right-password: [0] } }');
    const { code, stdout } = await desk.run('rehearse', desk.write('little.yaml', text));
    expect(code).toBe(3);
    expect(stdout).toContain('right-password: no sign-in of this phase has ended');
  });

  test('whose files cannot be written ends with 4', async () => {
    writeFileSync(path.join(desk.folder, 'occupied'), '');
    const { code, stderr } = await desk.run('rehearse', 'tls-inspection', '--out', 'occupied/run');
    expect(code).toBe(4);
    expect(stderr).toBe(
      'error: occupied/run: expected a folder that can be written to, got ENOTDIR.\n',
    );
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'stopped by %s takes faults back, keeps what it saw, ends with 130',
    async (name) => {
      const file = desk.write('long.yaml', scenario('inject: dc-down', 'advance: 29d'));
      const program = desk.start('rehearse', file, '--out', name);
      await program.said('advance 29d');
      program.signal(name);
      const { code, stderr } = await program.ended;
      expect(code).toBe(130);
      expect(stderr).toContain('taking every fault back');
      const journal = JSON.parse(read(name, 'journal.json'));
      expect(journal).toMatchObject({ status: 'interrupted', verdict: 'inconclusive' });
      expect(journal.rollbacks).toMatchObject([
        { activity: { name: 'heal dc-down#1' }, status: 'succeeded' },
      ]);
    },
  );

  test('stopped while pairs are compared ends with 130, its rehearsal kept', async () => {
    const file = desk.write('pairs.yaml', scenario('inject: dc-down', 'advance: 1m'));
    const options = ['--compare', 'baseline', '--pairs', '1000', '--out', 'pairs'];
    const program = desk.start('rehearse', file, ...options);
    await program.said('comparison: pair 2');
    program.signal('SIGINT');
    expect((await program.ended).code).toBe(130);
    expect(JSON.parse(read('pairs', 'journal.json'))).toMatchObject({ status: 'completed' });
  });
});

test('with --diagnose what the probes saw is diagnosed before the fault is healed', async () => {
  const { code } = await desk.run(
    ...['rehearse', 'tls-inspection', '--diagnose', '--out', 'seen', '--json'],
  );
  expect(code).toBe(0);
  expect(JSON.parse(read('seen', 'diagnosis.json'))).toMatchObject([
    { before: expect.stringContaining('heal tls-inspection'), state: 'broken' },
  ]);
  expect(JSON.parse(read('seen', 'diagnosis.json'))[0].causes[0].cause).toBe('tls-inspection');
});

test('without a container engine, --lab compose says what to install and ends with 4', async () => {
  await using bare = createDesk({ PATH: '/nowhere' });
  expect(await bare.run('rehearse', 'dc-down', '--lab', 'compose')).toEqual({
    ...{ code: 4, stdout: '' },
    stderr: expect.stringMatching(/^error: Expected a container engine, found none: .*\n$/),
  });
});

describe('what starts nothing', () => {
  test('--list names the scenarios', async () => {
    const { stdout } = await desk.run('rehearse', '--list', '--json');
    expect(JSON.parse(stdout)).toContainEqual({
      ...{ id: 'blocked-443', group: 'Network and proxy' },
      title: 'Outbound port 443 is blocked at every site',
    });
  });

  test('--dry shows what variables and strategies given by hand make of a scenario', async () => {
    const args = ['--var', 'site=hq', '--var', 'agents=[agt-1,agt-2]', '--var', 'others=[agt-3]'];
    const chosen = ['--rollback-strategy', 'deviated', '--hypothesis-strategy', 'during'];
    const { stdout } = await desk.run(
      ...['rehearse', 'tls-inspection-one-site', '--dry', ...args, ...chosen],
    );
    expect(stdout).toContain(
      '  - inject tls-inspection (sites=hq authority=trusted established=cut)\n',
    );
    expect(stdout).toContain('  - steady state (sign-in, agents) every 1m\n');
    expect(stdout).toContain('  - rollback, if something was not as expected\n');
  });

  test.each([
    [
      ['--var', 'sites=hq'],
      'error: scenarios/tls-inspection-one-site.yaml has site, agents, others, got --var sites; ' +
        'did you mean "site"?\n',
    ],
    [['--var', 'hq'], 'error: expected --var name=value, got "hq"\n'],
    [
      ['--var', 'site=hall'],
      'error: scenarios/tls-inspection-one-site.yaml:28: method[1].sites[0]: expected a name ' +
        '(hq, branch), got "hall"\n',
    ],
    [['--out', ''], 'error: --out: expected a folder, got ""\n'],
    [['--pairs', '3'], 'error: --pairs: expected --compare baseline with it\n'],
    [
      ['tls-inspection-one-site'],
      'error: expected scenarios of different names, got "tls-inspection-one-site" twice; ' +
        'rehearse them one by one, each with its --out\n',
    ],
    [
      ['--wall-limit', 'soon'],
      'error: --wall-limit: expected a duration such as 30m, up to 24d, got "soon"\n',
    ],
  ])('%j is refused with a sentence', async (args, stderr) => {
    const outcome = await desk.run('rehearse', 'tls-inspection-one-site', ...args);
    expect(outcome).toEqual({ code: 2, stdout: '', stderr });
  });

  test('--dry prints the steps and writes no file', async () => {
    const { code, stdout } = await desk.run('rehearse', 'dc-down', '--dry', '--out', 'dry');
    expect(code).toBe(0);
    expect(stdout).toContain('  - inject dc-down\n');
    expect(stdout).toContain('  - rollback, whatever happens\n');
    expect(existsSync(path.join(desk.folder, 'dry'))).toBe(false);
  });
});
