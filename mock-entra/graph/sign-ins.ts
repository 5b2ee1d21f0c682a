/**
 * The sign-in log as a report. Newest first; only interactive sign-ins unless a filter of beta asks
 * for others. A page token is a position in the log, so pages hold still while rows come in.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { SignInLog, SignInRow } from '../sign-in/sign-in-log.ts';
import type { Filter } from './filter.ts';
import { type RenderedSignIn, renderBetaSignIn, renderSignIn } from './graph-sign-in.ts';
import { pick } from './list.ts';
import { judgeFilter, matches, type Properties } from './properties.ts';
import {
  type Access,
  BOTH,
  type GraphAnswer,
  type GraphCall,
  type GraphVersion,
  type Resource,
  refuse,
} from './resource.ts';
import { SIGN_IN_PROPERTIES } from './sign-in-properties.ts';

const ACCESS: Access = {
  // GR asks for Directory.Read.All as well, as a known issue of the licence check.
  delegated: ['AuditLog.Read.All'],
  application: ['AuditLog.Read.All'],
  // Of GR's list those that the lab has; that the second may read the log is assumed.
  directoryRoles: ['Global Administrator', 'Hybrid Identity Administrator', 'Reports Reader'],
  premium: true,
  denied: {
    permission: 'Authentication_MSGraphPermissionMissing',
    role: 'Authentication_RequestFromUnsupportedUserRole',
  },
};

interface Placed {
  row: RenderedSignIn;
  position: number;
}

/** Pages of one, each of which tells where its row stands. */
function* newestFirst(log: SignInLog, before?: number): Generator<[SignInRow, number]> {
  let from = before;
  for (;;) {
    const page = log.page(1, from);
    const [row] = page.rows;
    if (row === undefined) return;
    const position: number = page.next ?? Math.max((from ?? 1) - 1, 0);
    yield [row, position];
    if (page.next === undefined) return;
    from = page.next;
  }
}

function propertiesOf(version: GraphVersion): Properties<RenderedSignIn> {
  return SIGN_IN_PROPERTIES[version];
}

function answerSignIns(call: GraphCall): GraphAnswer {
  const { query, version } = call;
  const { filter, select, orderBy, top = LIMITS.graphPageMax.value } = query;
  const properties = propertiesOf(version);
  const token = query.skipToken === undefined ? undefined : readPosition(query.skipToken);
  if (top < 1 || top > LIMITS.graphPageMax.value) {
    return refuse('BadRequest', `$top: expected 1 to ${LIMITS.graphPageMax.value}.`);
  }
  if (query.skipToken !== undefined && token === undefined) {
    return refuse('BadRequest', '$skiptoken: expected one from a page before.');
  }
  if (select?.some((name) => !isShown(name, properties))) {
    return refuse('BadRequest', '$select: a property is not known.');
  }
  if (orderBy !== undefined && orderBy.property !== 'createdDateTime') {
    return refuse('BadRequest', '$orderby: expected createdDateTime.');
  }
  if (filter !== undefined && judgeFilter(filter, properties, true) !== undefined) {
    return refuse('BadRequest', 'Invalid filter clause.');
  }
  const upwards = orderBy !== undefined && !orderBy.descending;
  const found = upwards ? findUpwards(call, top, token) : findDownwards(call, top, token);
  const last = found.at(top - 1);
  return {
    kind: 'list',
    rows: found.slice(0, top).map(({ row }) => (select ? pick(row, properties, select) : row)),
    ...(found.length > top && last && { next: String(last.position) }),
  };
}

/** One more than asked for, if there is one: it says whether another page follows. */
function findDownwards(call: GraphCall, top: number, before?: number): readonly Placed[] {
  const found: Placed[] = [];
  for (const placed of rowsOf(call, before)) {
    found.push(placed);
    if (found.length > top) break;
  }
  return found;
}

function findUpwards(call: GraphCall, top: number, after = -1): readonly Placed[] {
  const rows = [...rowsOf(call)].reverse();
  return rows.filter(({ position }) => position > after).slice(0, top + 1);
}

function* rowsOf({ cloud, version, query }: GraphCall, before?: number): Generator<Placed> {
  const { filter } = query;
  const properties = propertiesOf(version);
  const render = version === 'beta' ? renderBetaSignIn : renderSignIn;
  const all = filter !== undefined && mentions(filter, 'signInEventTypes');
  for (const [row, position] of newestFirst(cloud.log, before)) {
    const rendered = render(row, cloud.tenant);
    if (!all && !rendered.isInteractive) continue;
    if (filter !== undefined && !matches(filter, rendered, properties)) continue;
    yield { row: rendered, position };
  }
}

function mentions(filter: Filter, path: string): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return mentions(filter.left, path) || mentions(filter.right, path);
    case 'not':
      return mentions(filter.inner, path);
    default:
      return filter.path === path;
  }
}

function isShown(name: string, properties: Properties<RenderedSignIn>): boolean {
  return Object.hasOwn(properties, name) && properties[name]?.hidden !== true;
}

function readPosition(token: string): number | undefined {
  return /^\d{1,15}$/.test(token) ? Number(token) : undefined;
}

function answerSignIn({ cloud, exchange, version, query }: GraphCall): GraphAnswer {
  const id = exchange.params.id?.toLowerCase();
  const properties = propertiesOf(version);
  if (query.select?.some((name) => !isShown(name, properties))) {
    return refuse('BadRequest', '$select: a property is not known.');
  }
  for (const [row] of newestFirst(cloud.log)) {
    if (row.id !== id) continue;
    const rendered = (version === 'beta' ? renderBetaSignIn : renderSignIn)(row, cloud.tenant);
    return {
      kind: 'one',
      entity: query.select ? pick(rendered, properties, query.select) : rendered,
    };
  }
  return refuse('Request_ResourceNotFound');
}

const REPORT = { versions: BOTH, context: 'auditLogs/signIns', quota: 'report' } as const;

export const SIGN_INS: Resource = {
  ...REPORT,
  path: '/auditLogs/signIns',
  get: {
    access: ACCESS,
    options: ['$filter', '$select', '$top', '$skiptoken', '$orderby'],
    answer: answerSignIns,
  },
};

export const SIGN_IN: Resource = {
  ...REPORT,
  path: '/auditLogs/signIns/:id',
  get: { access: ACCESS, options: ['$select'], answer: answerSignIn },
};
