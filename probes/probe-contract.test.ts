/** What every probe of the registry keeps to. */
import { describe, expect, test } from 'vitest';
import { PROBES } from './index.ts';
import { runProbe } from './run-probe.ts';
import { createStubCloud, PASSWORD } from './stub-cloud.ts';

describe.each(Object.entries(PROBES))('probe %s', (id, probe) => {
  test('is registered under its own id', () => {
    expect(probe.id).toBe(id);
  });

  test('a cloud that is out of reach is a failure with a reason, and holds no password', async () => {
    const { context } = createStubCloud({});
    const network = {
      request: async () => ({
        ...({ ok: false, failure: 'unreachable', at: 'connect', phaseMs: {} } as const),
      }),
    };
    const result = await runProbe(probe, { ...context, network }, probe.usual(3));
    expect(result.judgement.verdict).toBe('fail');
    expect(result.judgement.summary).toContain('unreachable');
    expect(JSON.stringify(result)).not.toContain(PASSWORD);
  });
});
