/** Control API: what was asked of the cloud side, and whether it is what a test expects. */
import { type Expectation, verifyJournal } from '../../mock-entra/journal-verify.ts';
import {
  isMembers,
  knowOnly,
  type Members,
  optionalCount,
  optionalFlag,
  optionalText,
  queryCount,
  wrong,
} from './members.ts';
import type { ControlRoutes } from './route.ts';

export const JOURNAL_ROUTES: ControlRoutes = {
  'GET /journal': ({ entra: { cloud } }, { query }) => {
    const from = queryCount(query, 'from', 0);
    const host = query.get('host');
    return cloud.journal
      .entries()
      .filter((entry) => entry.number >= from && (host === null || entry.host === host));
  },
  'DELETE /journal': ({ entra: { cloud } }) => cloud.journal.clear(),
  'POST /journal/verify': ({ entra: { cloud } }, { body }) =>
    verifyJournal(cloud.journal.entries(), readExpectation(body)),
};

const TEXTS = ['method', 'host', 'path', 'correlationId'] as const;
const NUMBERS = ['status', 'aadstsCode'] as const;
const COUNTS = ['times', 'atLeast', 'atMost', 'none'] as const;

export function readExpectation(body: Members): Expectation {
  knowOnly(body, [...TEXTS, ...NUMBERS, ...COUNTS, 'parameters']);
  const texts = TEXTS.map((member) => [member, optionalText(body, member)]);
  const numbers = NUMBERS.map((member) => [member, optionalCount(body, member)]);
  const present = [...texts, ...numbers].filter(([, value]) => value !== undefined);
  const count = readCount(body);
  return {
    ...Object.fromEntries(present),
    ...(body.parameters !== undefined && { parameters: readParameters(body.parameters) }),
    ...(count && { count }),
  };
}

function readCount(body: Members): Expectation['count'] {
  const times = optionalFlag(body, 'none') === true ? 0 : optionalCount(body, 'times');
  const atLeast = times ?? optionalCount(body, 'atLeast');
  const atMost = times ?? optionalCount(body, 'atMost');
  if (atLeast === undefined && atMost === undefined) return undefined;
  return { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
}

function readParameters(value: unknown): Record<string, string | boolean> {
  const expected = 'an object of texts, or true for any value and false for none';
  if (!isMembers(value)) throw wrong('parameters', expected, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, asked]) => {
      if (typeof asked !== 'string' && typeof asked !== 'boolean') {
        throw wrong(`parameters.${name.slice(0, 40)}`, expected, asked);
      }
      return [name, asked];
    }),
  );
}
