/**
 * One page of a directory list: filter, order, page, select. A page token names the last row of the
 * page before, so rows that come and go in between neither repeat nor get lost.
 */
import { LIMITS } from '../../protocol/limits.ts';
import { compare, findProperty, judgeFilter, matches, type Properties } from './properties.ts';
import {
  BOTH,
  type GraphAnswer,
  type GraphCall,
  type Operation,
  type Resource,
  refuse,
} from './resource.ts';

export interface DirectoryList<T> {
  /** In a stable order. */
  rows: () => Iterable<T>;
  idOf(row: T): string;
  properties: Properties<T>;
  /** Without `$select`. */
  shown: readonly string[];
  /** May be sorted by; those in `advanced` only together with the advanced parameters. */
  sortable: { always: readonly string[]; advanced: readonly string[] };
}

export function answerList<T>(
  { query, eventual }: Pick<GraphCall, 'query' | 'eventual'>,
  list: DirectoryList<T>,
): GraphAnswer {
  const advanced = eventual && query.count;
  const refused = judgeQuery(query, list, advanced);
  if (refused !== undefined) return refused;
  const found = sort(filterRows(list, query.filter), list, query.orderBy);
  const from = startOf(found, list, query.skipToken);
  if (from === undefined) return refuse('Directory_ExpiredPageToken');
  const page = found.slice(from, from + (query.top ?? LIMITS.graphUsersPage.value));
  const last = page.at(-1);
  return {
    kind: 'list',
    rows: page.map((row) => pick(row, list.properties, query.select ?? list.shown)),
    ...(advanced && { count: found.length }),
    ...(last && from + page.length < found.length && { next: writeToken(list.idOf(last)) }),
  };
}

/** A list, and the one row of it that the address names by its id. */
export function createPair<T>(
  shape: Pick<Resource, 'path' | 'context'> & Pick<Operation, 'access' | 'options'>,
  listOf: (call: GraphCall) => DirectoryList<T>,
): readonly [all: Resource, one: Resource] {
  const { path, context, access, options } = shape;
  const resource = { context, versions: BOTH, quota: 'directory' } as const;
  const answerById = (call: GraphCall) => {
    const list = listOf(call);
    const id = call.exchange.params.id?.toLowerCase();
    return answerOne(
      call,
      [...list.rows()].find((row) => list.idOf(row) === id),
      list,
    );
  };
  const answerAll = (call: GraphCall) => answerList(call, listOf(call));
  return [
    { ...resource, path, get: { access, options, answer: answerAll } },
    { ...resource, path: `${path}/:id`, get: { access, options: ['$select'], answer: answerById } },
  ];
}

/** `/users/$count`. */
export function answerCount<T>(
  { query, eventual }: Pick<GraphCall, 'query' | 'eventual'>,
  list: DirectoryList<T>,
): GraphAnswer {
  if (!eventual) return refuse('Request_BadRequest', '$count is not supported like this.');
  const refused = judgeQuery(query, list, true);
  if (refused !== undefined) return refused;
  return { kind: 'plain', text: String(filterRows(list, query.filter).length) };
}

/** One row by itself: everything `$select` names, else what a list shows. */
export function answerOne<T>(
  { query }: Pick<GraphCall, 'query'>,
  row: T | undefined,
  list: Pick<DirectoryList<T>, 'properties' | 'shown'>,
): GraphAnswer {
  if (row === undefined) return refuse('Request_ResourceNotFound');
  const unknown = query.select?.some((name) => findProperty(list.properties, name) === undefined);
  if (unknown) return refuse('BadRequest', '$select: a property is not known.');
  return { kind: 'one', entity: pick(row, list.properties, query.select ?? list.shown) };
}

function judgeQuery<T>(
  { filter, select, top, orderBy }: GraphCall['query'],
  { properties, sortable }: DirectoryList<T>,
  advanced: boolean,
): GraphAnswer | undefined {
  const most = LIMITS.graphUsersPageMax.value;
  if (top !== undefined && (top < 1 || top > most)) {
    return refuse('Request_BadRequest', `$top: expected 1 to ${most}.`);
  }
  if (select?.some((name) => findProperty(properties, name) === undefined)) {
    return refuse('BadRequest', '$select: a property is not known.');
  }
  const problem = filter && judgeFilter(filter, properties, advanced);
  if (problem === 'unknown') return refuse('BadRequest', '$filter: a property is not known.');
  if (problem !== undefined) return refuse('Request_UnsupportedQuery');
  if (orderBy === undefined) return undefined;
  const sorts = advanced ? [...sortable.always, ...sortable.advanced] : sortable.always;
  const allowed = sorts.includes(orderBy.property) && (filter === undefined || advanced);
  return allowed ? undefined : refuse('Request_UnsupportedQuery');
}

function filterRows<T>(list: DirectoryList<T>, filter: GraphCall['query']['filter']): readonly T[] {
  const rows = [...list.rows()];
  return filter === undefined ? rows : rows.filter((row) => matches(filter, row, list.properties));
}

function sort<T>(
  rows: readonly T[],
  { properties }: DirectoryList<T>,
  orderBy: GraphCall['query']['orderBy'],
): readonly T[] {
  if (orderBy === undefined) return rows;
  const property = findProperty(properties, orderBy.property);
  const keyOf = (row: T) => String(property?.read(row) ?? '').toLowerCase();
  const sign = orderBy.descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(keyOf(a), keyOf(b)));
}

export function pick<T>(
  row: T,
  properties: Properties<T>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [name, findProperty(properties, name)?.read(row) ?? null]),
  );
}

/** Undefined: the row that the token names is gone, or the token is nonsense. */
function startOf<T>(
  rows: readonly T[],
  { idOf }: DirectoryList<T>,
  token: string | undefined,
): number | undefined {
  if (token === undefined) return 0;
  const id = Buffer.from(token, 'base64url').toString('utf8');
  const at = rows.findIndex((row) => idOf(row) === id);
  return at < 0 ? undefined : at + 1;
}

function writeToken(id: string): string {
  return Buffer.from(id, 'utf8').toString('base64url');
}
