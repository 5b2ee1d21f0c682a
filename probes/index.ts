/**
 * All probes there are. The key is the id: file name, CLI argument, `probe:` in a scenario, report
 * row. A new probe also needs its branch in `scenarios/schema.json`, which says what it may be
 * expected to see.
 */
import { agents } from './agents.ts';
import type { Probe } from './probe.ts';
import { signIn } from './sign-in.ts';

export const PROBES: Readonly<Record<string, Probe<unknown, unknown>>> = {
  'sign-in': signIn,
  agents,
};
