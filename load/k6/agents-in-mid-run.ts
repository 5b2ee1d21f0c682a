/**
 * An agent that comes or leaves in mid-run, by the lab's control API. It has to happen, or the run
 * ends with k6's 108: a run without it answers another question. `teardown` takes it back.
 */
import { test } from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import { isOwnControl } from '../judge-target.ts';
import { checkProved, type Proof, setup as proveLab } from './prove-lab.ts';
import { target } from './target.ts';

interface Applied {
  key: string;
  id: string;
}

/** Keys of the changes that were there before. */
interface Before extends Proof {
  before: readonly string[];
}

export async function setup(): Promise<Before> {
  const proof = await proveLab();
  if (target?.control === undefined) {
    test.abort('The target has no control API, by which agents come and leave; none was sent.');
  }
  if ((target?.agents.length ?? 0) === 0) test.abort('The target names no agents.');
  return { ...proof, before: listChanges().map(({ key }) => key) };
}

export function teardown(proof: Before): void {
  checkProved(proof);
  for (const { key, id } of listChanges()) {
    if (proof.before.includes(key) || !Object.values(CHANGES).includes(id)) continue;
    http.del(`${control()}/changes/${encodeURIComponent(key)}`, null, request());
  }
}

const CHANGES = { add: 'install-agent', remove: 'remove-agent' };

/** On a new server at the first agent's site. */
export function addAgent(proof: Proof): void {
  checkProved(proof);
  const servers = readJson(http.get(`${control()}/servers`, request()));
  const known: readonly { name: string; site: string }[] = Array.isArray(servers) ? servers : [];
  const first = known.find(({ name }) => name === target?.agents[0]);
  apply(CHANGES.add, { sites: [first?.site ?? ''] });
}

/** The last one. */
export function removeAgent(proof: Proof): void {
  checkProved(proof);
  apply(CHANGES.remove, { agents: [target?.agents.at(-1) ?? ''] });
}

function apply(id: string, where: Readonly<Record<string, readonly string[]>>): void {
  const body = JSON.stringify({ id, where });
  const { status, body: said, error } = http.post(`${control()}/changes`, body, request());
  if (status === 200) return;
  test.abort(`${id}: expected the lab to do it, got ${status} ${String(said ?? error)}`);
}

function listChanges(): readonly Applied[] {
  const listed = readJson(http.get(`${control()}/changes`, request()));
  return Array.isArray(listed) ? listed : [];
}

function readJson({ status, body }: RefinedResponse<'text'>): unknown {
  return status === 200 ? JSON.parse(body ?? 'null') : undefined;
}

function control(): string {
  const url = target?.control?.url ?? '';
  if (!isOwnControl(url, target?.authority ?? '')) {
    test.abort('Expected a control API on this machine or on the host of the target, got another.');
  }
  return url;
}

/** Not a sign-in: kept apart by name. */
function request() {
  const token = target?.control?.token;
  return {
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    tags: { name: 'control' },
  };
}
