/**
 * What a resource can be asked for by name: how a property is read, and which operators of
 * `$filter` it takes. A property without operators can be selected only. Text is compared without
 * case, as the directory does.
 */
import type { Comparison, Filter, Matching } from './filter.ts';
import type { Value } from './filter-tokens.ts';

export type Operator = Comparison | Matching | 'in' | 'any';

export interface Property<T> {
  read(row: T): unknown;
  type?: 'text' | 'number' | 'flag' | 'date' | 'texts';
  /** Empty: not in `$filter`. */
  operators?: readonly Operator[];
  /** Only together with `ConsistencyLevel: eventual` and `$count=true`. */
  advanced?: readonly Operator[];
  /** Read by `$filter` only: no member of the answer has this name. */
  hidden?: true;
}

export type Properties<T> = Readonly<Record<string, Property<T>>>;

export type FilterProblem = 'unknown' | 'unsupported' | 'needs-advanced';

/** Why this resource does not take this filter. */
export function judgeFilter<T>(
  filter: Filter,
  properties: Properties<T>,
  advanced: boolean,
): FilterProblem | undefined {
  const judge = (inner: Filter) => judgeFilter(inner, properties, advanced);
  switch (filter.kind) {
    case 'and':
    case 'or':
      return judge(filter.left) ?? judge(filter.right);
    case 'not':
      return judge(filter.inner) ?? (advanced ? undefined : 'needs-advanced');
    case 'any':
      return judgeOperator(filter, 'any', properties, advanced) ?? judgeElement(filter, advanced);
    case 'in':
      return judgeOperator(filter, 'in', properties, advanced);
    case 'match':
      return judgeOperator(filter, filter.how, properties, advanced);
    case 'compare':
      return judgeOperator(filter, filter.operator, properties, advanced);
  }
}

/** The elements of the lists here are texts: they can be compared for being equal. */
function judgeElement(
  { variable, inner }: Extract<Filter, { kind: 'any' }>,
  advanced: boolean,
): FilterProblem | undefined {
  const element = { read: (text: string) => text, operators: ['eq', 'ne'] } as const;
  return judgeFilter<string>(inner, { [variable]: element }, advanced);
}

function judgeOperator<T>(
  filter: Exclude<Filter, { kind: 'and' | 'or' | 'not' }>,
  operator: Operator,
  properties: Properties<T>,
  advanced: boolean,
): FilterProblem | undefined {
  const property = findProperty(properties, filter.path);
  if (property === undefined) return 'unknown';
  const values =
    filter.kind === 'compare' ? [filter.value] : filter.kind === 'in' ? filter.values : [];
  if (!values.every(({ type }) => fits(type, property.type ?? 'text'))) return 'unsupported';
  if (property.operators?.includes(operator)) return undefined;
  if (!property.advanced?.includes(operator)) return 'unsupported';
  return advanced ? undefined : 'needs-advanced';
}

function fits(given: Value['type'], wanted: NonNullable<Property<unknown>['type']>): boolean {
  return given === wanted || given === 'null';
}

/** Names are written by strangers: only the table's own members count. */
export function findProperty<T>(properties: Properties<T>, name: string): Property<T> | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** For a filter that `judgeFilter` has let through. */
export function matches<T>(filter: Filter, row: T, properties: Properties<T>): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, row, properties) && matches(filter.right, row, properties);
    case 'or':
      return matches(filter.left, row, properties) || matches(filter.right, row, properties);
    case 'not':
      return !matches(filter.inner, row, properties);
    case 'any':
      return isAny(filter, findProperty(properties, filter.path)?.read(row));
    case 'in':
      return filter.values.some((value) =>
        holds('eq', findProperty(properties, filter.path)?.read(row), value),
      );
    case 'match':
      return hasEdge(findProperty(properties, filter.path)?.read(row), filter);
    case 'compare':
      return holds(filter.operator, findProperty(properties, filter.path)?.read(row), filter.value);
  }
}

function isAny({ variable, inner }: Extract<Filter, { kind: 'any' }>, list: unknown): boolean {
  const element: Properties<unknown> = { [variable]: { read: (text) => text } };
  return Array.isArray(list) && list.some((one) => matches(inner, one, element));
}

function hasEdge(had: unknown, { how, value }: Extract<Filter, { kind: 'match' }>): boolean {
  if (typeof had !== 'string') return false;
  const [whole, edge] = [had.toLowerCase(), value.toLowerCase()];
  return how === 'startsWith' ? whole.startsWith(edge) : whole.endsWith(edge);
}

function holds(operator: Comparison, had: unknown, value: Value): boolean {
  if (had === null || had === undefined || value.type === 'null') {
    const same = (had ?? null) === value.value;
    return operator === 'eq' ? same : operator === 'ne' && !same;
  }
  const order = compare(comparable(had, value.type), comparable(value.value, value.type));
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}

function comparable(value: unknown, type: Value['type']): string | number {
  if (type === 'text') return String(value).toLowerCase();
  return type === 'date' && typeof value === 'string' ? Date.parse(value) : Number(value);
}

export function compare(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
