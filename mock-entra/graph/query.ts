/**
 * Reads the OData query options of a request. What a resource does not document is refused, never
 * ignored: a client that believes it filtered must not get everything.
 */
import type { GraphErrorCode } from '../../protocol/graph-errors.ts';
import type { GraphRefusal } from '../errors.ts';
import { type Filter, parseFilter } from './filter.ts';

const OPTIONS = [
  '$filter',
  '$select',
  '$top',
  '$skiptoken',
  '$count',
  '$orderby',
  '$expand',
] as const;
export type QueryOption = (typeof OPTIONS)[number];

/** Known to OData, and emulated nowhere here. */
const ABSENT = ['$search', '$skip', '$apply', '$compute', '$format', '$deltatoken', '$levels'];

export interface Query {
  filter?: Filter;
  select?: readonly string[];
  top?: number;
  skipToken?: string;
  count: boolean;
  orderBy?: { property: string; descending: boolean };
  expand?: string;
  /** As sent, for `@odata.nextLink`. */
  sent: Readonly<Partial<Record<QueryOption, string>>>;
}

type Parsed = { ok: true; query: Query } | { ok: false; refusal: GraphRefusal };

/** In beta the `$` may be left out (GR, query parameters). */
export function parseQuery(
  params: URLSearchParams,
  taken: readonly QueryOption[],
  { prefixOptional }: { prefixOptional: boolean },
): Parsed {
  const sent: Partial<Record<QueryOption, string>> = {};
  for (const [name, value] of params) {
    const option = nameOf(name, prefixOptional);
    if (option === 'custom') continue;
    if (option === 'absent') return bad('NotImplemented');
    if (option === 'unknown') return bad('BadRequest', 'A query option is not known.');
    if (!taken.includes(option)) return bad('BadRequest', `${option} is not supported here.`);
    if (sent[option] !== undefined) return bad('BadRequest', `${option} is there twice.`);
    sent[option] = value.trim();
  }
  return readOptions(sent);
}

function nameOf(name: string, prefixOptional: boolean) {
  const lower = name.toLowerCase();
  const full = prefixOptional && !lower.startsWith('$') ? `$${lower}` : lower;
  const option = OPTIONS.find((known) => known === full);
  if (option !== undefined) return option;
  if (ABSENT.includes(full)) return 'absent';
  return lower.startsWith('$') ? 'unknown' : 'custom';
}

function readOptions(sent: Query['sent']): Parsed {
  const query: Query = { count: sent.$count?.toLowerCase() === 'true', sent };
  if (sent.$count !== undefined && !/^(true|false)$/i.test(sent.$count)) {
    return bad('BadRequest', '$count: expected true or false.');
  }
  if (sent.$filter !== undefined) {
    const filter = parseFilter(sent.$filter);
    if (filter === undefined) return bad('BadRequest', 'Invalid filter clause.');
    query.filter = filter;
  }
  if (sent.$top !== undefined) {
    if (!/^\d{1,6}$/.test(sent.$top)) return bad('BadRequest', '$top: expected a whole number.');
    query.top = Number(sent.$top);
  }
  if (sent.$orderby !== undefined) {
    const [, property, direction] = /^(\w{1,64})(?:\s+(asc|desc))?$/i.exec(sent.$orderby) ?? [];
    if (property === undefined) return bad('BadRequest', '$orderby: expected one property.');
    query.orderBy = { property, descending: direction?.toLowerCase() === 'desc' };
  }
  if (sent.$select !== undefined) query.select = splitNames(sent.$select);
  if (sent.$skiptoken !== undefined) query.skipToken = sent.$skiptoken;
  if (sent.$expand !== undefined) query.expand = sent.$expand;
  return { ok: true, query };
}

function splitNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function bad(code: GraphErrorCode, detail?: string): Parsed {
  return { ok: false, refusal: { code, ...(detail !== undefined && { detail }) } };
}
