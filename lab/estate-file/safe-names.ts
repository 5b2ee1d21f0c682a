/**
 * Names that the lab can give its components, made from names as people give them to servers. Two
 * servers never get the same one; the order of the list decides who keeps the plain name.
 */
import type { ListedAgent } from './agent-list.ts';

/** By agent id. Active agents first, so that an old entry of a server takes the longer name. */
export function nameAgents(agents: readonly ListedAgent[]): ReadonlyMap<string, string> {
  const active = agents.filter(({ status }) => status === 'active');
  const inactive = agents.filter(({ status }) => status === 'inactive');
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, machineName } of [...active, ...inactive]) {
    const name = firstFree(safeName(machineName), taken);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** `SRV_PTA01.corp.contoso.com` → `srv-pta01`; an address keeps all its parts. */
export function safeName(text: string): string {
  const isAddress = /^[\d.:a-f]+$/i.test(text) && /[.:]/.test(text);
  const words = (isAddress ? text : (text.split('.')[0] ?? ''))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  return /^[a-z]/.test(words) ? words : `srv-${words}`.replace(/-$/, '');
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let at = 2; taken.has(free); at++) free = `${name}-${at}`;
  return free;
}
