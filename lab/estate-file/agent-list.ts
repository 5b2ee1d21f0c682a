/**
 * A list of agents as Microsoft Graph answers it (beta, `…/authentication/agents` or
 * `agentGroups?$expand=agents`) or as somebody saved it. Neither version nor last contact is in it
 * (fact sheet 5.1).
 */
import { LabError } from '../../runtime/lab-error.ts';
import { shown } from '../../runtime/yaml/schema-problems.ts';

export interface ListedAgent {
  id: string;
  machineName: string;
  externalIp?: string;
  status: 'active' | 'inactive';
}

/**
 * @throws LabError `ESTATE_AGENT_LIST`: file, place, what was expected, what came; also for one
 *   page of several.
 */
export function parseAgentList(text: string, file: string): ListedAgent[] {
  const wrong = (place: string, expected: string, got: unknown): LabError =>
    new LabError('ESTATE_AGENT_LIST', `${file}: ${place}: expected ${expected}, got ${shown(got)}`);
  const value = parseJson(text, file);
  const next = membersOf(value)['@odata.nextLink'];
  if (next !== undefined) {
    throw wrong('@odata.nextLink', 'the whole list; ask for the pages that follow too', next);
  }
  const agents = new Map<string, ListedAgent>();
  for (const [place, row] of rowsOf(value, wrong)) {
    const agent = readAgent(row, place, wrong);
    // An agent of two groups is one agent.
    agents.set(agent.id, agent);
  }
  if (agents.size === 0) throw wrong('list', 'at least one agent', []);
  return [...agents.values()];
}

type Wrong = (place: string, expected: string, got: unknown) => LabError;

function rowsOf(value: unknown, wrong: Wrong): [place: string, row: unknown][] {
  const { value: rows = value, agents } = membersOf(value);
  const list = Array.isArray(agents) ? [value] : rows;
  if (!Array.isArray(list)) {
    throw wrong('list', 'a list of agents, or Graph’s answer with "value"', value);
  }
  return list.flatMap((row, at): [string, unknown][] => {
    const { agents: members } = membersOf(row);
    if (!Array.isArray(members)) return [[`[${at}]`, row]];
    return members.map((member, position) => [`[${at}].agents[${position}]`, member]);
  });
}

function readAgent(row: unknown, place: string, wrong: Wrong): ListedAgent {
  const { id, machineName, externalIp, status } = membersOf(row);
  if (typeof id !== 'string' || id === '') throw wrong(`${place}.id`, 'the agent’s id', id);
  if (typeof machineName !== 'string' || machineName === '') {
    throw wrong(`${place}.machineName`, 'the name of its server', machineName);
  }
  const word = String(status).toLowerCase();
  if (word !== 'active' && word !== 'inactive') {
    throw wrong(`${place}.status`, 'active or inactive', status);
  }
  const hasAddress = typeof externalIp === 'string' && externalIp !== '';
  return { id, machineName, ...(hasAddress && { externalIp }), status: word };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** PowerShell's `Out-File` puts a byte order mark before it. */
function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const sentence = `${file}: expected JSON as Graph answers it, got something else`;
    throw new LabError('ESTATE_AGENT_LIST', sentence, { cause });
  }
}
