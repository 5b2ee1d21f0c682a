/** For container tests: what of a run's secrets can be read from outside of its containers. */
import { expect } from 'vitest';
import { runEngine } from '../../runtime/live/container-engine.ts';
import { formsOf, passwordsOf } from '../passwords.ts';
import type { TestProject } from './compose-project.ts';

const INSPECT_MS = 60_000;

/**
 * Which passwords of the seeded tenant, which of `others` and which keys are in the project's logs
 * or in `docker inspect` of its containers.
 */
export async function findLeaks(
  { compose }: Pick<TestProject, 'compose'>,
  others: readonly string[],
  options: readonly string[] = [],
): Promise<string[]> {
  const logs = await compose([...options, 'logs', '--no-color']);
  const ids = (await compose([...options, 'ps', '--all', '--quiet'])).trim().split('\n');
  const inspected = await runEngine(['inspect', ...ids], { timeoutMs: INSPECT_MS });
  const secrets = [...passwordsOf('1').flatMap(formsOf), ...others, 'PRIVATE KEY'];
  expect(secrets.length).toBeGreaterThan(100);
  return secrets.filter((secret) => logs.includes(secret) || inspected.includes(secret));
}
