/** What is wrong with the question is said before anything is started or sent, with exit code 2. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LabError } from '../runtime/lab-error.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { spawnCli } from '../test/spawn-cli.ts';
import { freshStateDir } from '../test/state-dir.ts';
import { endingOfError } from './exit-codes.ts';
import { chooseRun, type ProbeOptions } from './probe/choose-run.ts';

const config = join(freshStateDir(), 'probes.yaml');
writeFileSync(
  config,
  `targets:
  contoso:
    cloud: public
    tenant: 00000000-0000-4000-8000-000000000001
    client: 00000000-0000-4000-8000-000000000002
    account: { userName: probe@contoso.example, password: { env: PTA_LAB_TEST_SET } }
    administrator: { userName: admin@contoso.example, password: { env: PTA_LAB_TEST_NONE } }
  fabrikam:
    cloud: usgov
    tenant: 00000000-0000-4000-8000-000000000003
    client: 00000000-0000-4000-8000-000000000004
`,
);
const at = (target: string) => ({ config, target });

/** All that `pta-lab probe` does before it runs. */
async function prepare(name: string | undefined, options: ProbeOptions): Promise<void> {
  const undo = createUndoStack();
  try {
    const { runner, target, module } = await chooseRun(name, options, undo);
    await runner.check(target, module);
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}

test.each<[string, string | undefined, ProbeOptions, string]>([
  ['an unknown probe', 'sign-on', {}, 'no probe "sign-on"; did you mean "sign-in"?'],
  ['no probe at all', undefined, {}, 'which probe? known are'],
  ['no target where there are two', 'discovery', { config }, 'which target? known are'],
  ['an unknown target', 'discovery', at('contosso'), 'did you mean "contoso"?'],
  ['no account', 'sign-in', at('fabrikam'), 'targets.fabrikam.account: expected an account'],
  [
    'a trace of a tenant',
    'browser-sign-in',
    { ...at('contoso'), trace: true },
    'a lab for --trace',
  ],
  ['no lab file', 'agents', { lab: 'none.json' }, 'got ENOENT for "none.json"'],
])('%s is wrong usage, and one sentence', async (_, name, options, expected) => {
  process.env.PTA_LAB_TEST_SET = 'set';
  const error = await prepare(name, options).catch((thrown: unknown) => thrown);
  expect(String(error)).toContain(expected);
  expect(error instanceof LabError && endingOfError(error.code)).toBe('usage');
});

test('a secret that is not there ends with code 2 and its key, and nothing is printed', () => {
  const args = ['probe', 'agents', '--config', config, '--target', 'contoso'];
  const { code, stdout, stderr } = spawnCli(args);
  expect(stderr).toContain(
    'targets.contoso.administrator.password: expected the environment variable PTA_LAB_TEST_NONE',
  );
  expect([stdout, code]).toEqual(['', 2]);
});

test('where a lab stands beside it, a probe asks that one and starts none', () => {
  const { code, stderr } = spawnCli(['probe', 'agents'], { env: { PTA_LAB_FILE: 'gone.json' } });
  expect([code, stderr]).toEqual([
    2,
    'error: PTA_LAB_FILE: expected a file that can be read, got ENOENT for "gone.json"\n',
  ]);
});
