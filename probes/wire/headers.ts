/** What tells a probe's request from a person's, so that a SOC can filter it. */
import { PROBE_USER_AGENT } from '../../protocol/user-agent.ts';

export const PROBE_HEADERS: Readonly<Record<string, string>> = { 'user-agent': PROBE_USER_AGENT };
