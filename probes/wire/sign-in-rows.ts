/**
 * Rows of the sign-in log, read without the person in them: user name, address and device are
 * dropped here. Only beta says who judged a password, and which agent (fact sheet 5.2); details may
 * be missing at first, so a row that names nobody proves nothing.
 */
import type { GraphProblem, SignInRow } from '../observations.ts';
import type { Graph } from './graph.ts';
import { asObject, type JsonObject, listOf, numberOf, textOf } from './json.ts';

const PATH = '/beta/auditLogs/signIns';
const NEEDS = 'AuditLog.Read.All and Directory.Read.All (delegated)';

/**
 * The reports' quota is five requests in ten seconds (fact sheet 5.3), shared with other readers.
 */
const PAGES_MAX = 3;
const PAGE_ROWS = 200;

export interface RowsRead {
  rows: readonly SignInRow[];
  /** There was more than is read: the rows reach back to the oldest of them only. */
  isCut: boolean;
}

/** Interactive sign-ins, newest first: with a password, they are what agents are asked about. */
export async function readRowsSince(
  graph: Graph,
  fromMs: number,
): Promise<RowsRead | { problem: GraphProblem }> {
  const since = `createdDateTime ge ${new Date(fromMs).toISOString()}`;
  return readPages(graph, pathOf(since, PAGE_ROWS), PAGES_MAX);
}

/**
 * Undefined: not there yet. Whichever kind of sign-in the cloud takes it for; by its end as well,
 * because one correlation id may have several rows.
 */
export async function readOwnRow(
  graph: Graph,
  correlationId: string,
  endedWith: number,
): Promise<SignInRow | undefined | { problem: GraphProblem }> {
  const any = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')";
  const read = await readPages(
    graph,
    pathOf(`correlationId eq '${correlationId}' and ${any}`, 5),
    1,
  );
  if ('problem' in read) return read;
  return read.rows.find(
    (row) => row.correlationId === correlationId && row.errorCode === endedWith,
  );
}

function pathOf(filter: string, top: number): string {
  return `${PATH}?$filter=${encodeURIComponent(filter)}&$top=${top}`;
}

async function readPages(
  graph: Graph,
  first: string,
  pagesMax: number,
): Promise<RowsRead | { problem: GraphProblem }> {
  const rows: SignInRow[] = [];
  let path: string | undefined = first;
  for (let page = 0; path !== undefined && page < pagesMax; page++) {
    const read = await graph.get(path, NEEDS);
    if (!read.ok) return { problem: read.problem };
    rows.push(...listOf(read.body, 'value').flatMap(parseRow));
    path = read.next;
  }
  return { rows, isCut: path !== undefined };
}

function parseRow(value: unknown): SignInRow[] {
  const row = asObject(value) ?? {};
  const status = asObject(row.status) ?? {};
  const createdMs = Date.parse(textOf(row, 'createdDateTime') ?? '');
  const [correlationId, errorCode] = [textOf(row, 'correlationId'), numberOf(status, 'errorCode')];
  if (Number.isNaN(createdMs) || correlationId === undefined || errorCode === undefined) return [];
  return [
    {
      ...{ correlationId: correlationId.toLowerCase(), createdMs, errorCode },
      failureReason: textOf(status, 'failureReason') ?? '',
      ...judgeOf(row),
      processingMs: numberOf(row, 'processingTimeInMilliseconds') ?? null,
    },
  ];
}

/** EVIDENCE-OF ED-FAQ: "Pass-through Authentication; PTA AgentId: {GUID}" */
const AGENT_ID = /PTA AgentId:\s*([0-9a-f-]{36})/i;

function judgeOf(row: JsonObject): Pick<SignInRow, 'method' | 'agentId'> {
  const details = listOf(row, 'authenticationDetails').map(
    (step) => textOf(asObject(step) ?? {}, 'authenticationMethodDetail') ?? '',
  );
  const byAgent = details.find((detail) => /pass-?through/i.test(detail));
  if (byAgent !== undefined) {
    return { method: 'pass-through', agentId: AGENT_ID.exec(byAgent)?.[1]?.toLowerCase() ?? null };
  }
  const inCloud = details.some((detail) => /password in the cloud/i.test(detail));
  return { method: inCloud ? 'cloud' : 'unknown', agentId: null };
}
