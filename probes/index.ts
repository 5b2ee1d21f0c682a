/**
 * All probes there are. The key is the id: file name, CLI argument, `probe:` in a scenario, report
 * row. A new probe also needs its branch in `scenarios/schema.json`, which says what it may be
 * expected to see; but for those that need a browser.
 */
import { agentHost } from './agent-host.ts';
import { agents } from './agents.ts';
import { browserSignIn } from './browser-sign-in.ts';
import { directory } from './directory.ts';
import { discovery } from './discovery.ts';
import { eventLog } from './event-log.ts';
import { lockoutPolicy } from './lockout-policy.ts';
import { preflight } from './preflight.ts';
import type { Probe } from './probe.ts';
import { signIn } from './sign-in.ts';
import { signInLog } from './sign-in-log.ts';
import { wrongPassword } from './wrong-password.ts';

export const PROBES: Readonly<Record<string, Probe<unknown, unknown>>> = {
  'sign-in': signIn,
  'wrong-password': wrongPassword,
  discovery,
  'browser-sign-in': browserSignIn,
  agents,
  'sign-in-log': signInLog,
  'lockout-policy': lockoutPolicy,
  'agent-host': agentHost,
  'event-log': eventLog,
  preflight,
  directory,
};
