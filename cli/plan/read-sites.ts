/** `--sites hq:2@1ms,branch:1@40ms`: how many agents where, and how far from their controllers. */
import type { PlannedSite } from '../../load/plan/plan-options.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { TIMINGS } from '../../protocol/timings.ts';
import { LabError } from '../../runtime/lab-error.ts';

const FORM = 'sites such as hq:2@1ms,branch:1@40ms, or without numbers hq,branch@40ms';

/** @throws LabError `USAGE_SITES` */
export function readSites(
  text: string,
  capacity: PlannedSite['capacity'],
): { sites: PlannedSite[]; counted: boolean } {
  const parsed = text.split(',').map((part) => parseSite(part, text));
  const counted = parsed.filter(({ count }) => count !== undefined).length;
  if (counted > 0 && counted < parsed.length)
    refuse('a number of agents for each site or for none', text);
  const names = parsed.map(({ name }) => name);
  if (new Set(names).size < names.length) refuse('each site once', text);
  let number = 0;
  const sites = parsed.map(({ name, count = 0, controllerLatencyMs }) => {
    const agents = Array.from({ length: count }, () => `agt-${++number}`);
    return { name, agents, controllerLatencyMs, capacity };
  });
  const most = LIMITS.agentsMax.value;
  if (number > most) refuse(`at most ${most} agents in a tenant`, `${number}`);
  if (counted > 0 && number === 0) refuse('an agent at one site or more', text);
  return { sites, counted: counted > 0 };
}

function parseSite(part: string, text: string) {
  const parts = /^([\w.-]+)(?::(\d{1,3}))?(?:@(\d+(?:\.\d+)?)ms)?$/.exec(part.trim());
  if (parts === null) return refuse(FORM, text);
  const [, name = '', count, latencyMs] = parts;
  return {
    name,
    ...(count !== undefined && { count: Number(count) }),
    controllerLatencyMs: latencyMs === undefined ? TIMINGS.lanLatencyMs.value : Number(latencyMs),
  };
}

function refuse(expected: string, got: string): never {
  throw new LabError('USAGE_SITES', `--sites: expected ${expected}, got "${got}"`);
}
