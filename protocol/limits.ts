/** Sizes and counts that the service sets, other than times (those are in `timings.ts`). */
import type { Sourced } from './sources.ts';

const rows = {
  bodyBytesMax: {
    value: 64 * 1024,
    basis: 'assumed',
    sources: ['lab'],
    note: 'Largest body of a request that is read; more is answered with 413.',
  },
  agentsMax: {
    value: 40,
    basis: 'documented',
    sources: ['ED-QS'],
    note: 'System limit of Authentication Agents per tenant.',
  },
  agentsRecommended: {
    value: 3,
    basis: 'documented',
    sources: ['ED-QS', 'ED-FAQ'],
    note: 'Fewest Authentication Agents that a production tenant should run.',
  },
  agentSignInsPerSecond: {
    value: 300,
    basis: 'documented',
    sources: ['ED-QS', 'ED-FAQ'],
    note: 'What one agent carries on 4 cores and 16 GB: 300 to 400; the lower is used.',
  },
  controllerNearMs: {
    value: 5,
    basis: 'assumed',
    sources: ['lab', 'ED-FAQ'],
    note: 'One way from agent to controller: beyond it "close" (ED-FAQ, no number) is not said.',
  },
  userNameCharsMax: {
    value: 113,
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Longest user name that the login page’s own constants allow (fact sheet 4.3).',
  },
  authorizeCharsMax: {
    value: 8_192,
    basis: 'assumed',
    sources: ['lab', 'ED-ERR'],
    note: 'Query and form of an authorization request together; beyond it 90015.',
  },
  tokenGroupsMax: {
    value: 200,
    basis: 'documented',
    sources: ['ED-IDTOKEN'],
    note: 'Groups that a token names; beyond it, it says where to ask instead.',
  },
  secondFactorTriesMax: {
    value: 5,
    basis: 'assumed',
    sources: ['lab'],
    note: 'Wrong second factors in one sign-in before it has to start again.',
  },
  graphPageMax: {
    value: 1000,
    basis: 'documented',
    sources: ['GR'],
    note: 'Default and largest page of the sign-in list.',
  },
  graphUsersPage: {
    value: 100,
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Default page of users and applications.',
  },
  graphUsersPageMax: {
    value: 999,
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Largest page of users and applications.',
  },
  graphFilterCharsMax: {
    value: 4_000,
    basis: 'assumed',
    sources: ['lab'],
    note: 'Longest $filter that is read at all.',
  },
  graphFilterDepthMax: {
    value: 20,
    basis: 'assumed',
    sources: ['lab'],
    note: 'Parentheses, not and any within one another in a $filter.',
  },
  graphFilterValuesMax: {
    value: 15,
    basis: 'observed',
    sources: ['PUBLIC'],
    note: 'Values of one in list; the directory refuses more.',
  },
  passwordCharsMin: {
    value: 8,
    basis: 'documented',
    sources: ['ED-PWD'],
    note: 'Shortest new password of a cloud-only account.',
  },
  passwordCharsMax: {
    value: 256,
    basis: 'documented',
    sources: ['ED-PWD'],
    note: 'Longest new password of a cloud-only account.',
  },
  adPasswordCharsMin: {
    value: 7,
    basis: 'assumed',
    sources: ['lab'],
    note: 'Shortest new password in the directory, as the default policy of a new domain has it.',
  },
  passwordNameCharsMin: {
    value: 4,
    basis: 'documented',
    sources: ['ED-BAN'],
    note: 'Shorter names of persons and tenants are not looked for in a new password.',
  },
  passwordScoreMin: {
    value: 5,
    basis: 'documented',
    sources: ['ED-BAN'],
    note: 'A new password with fewer points is too easy to guess.',
  },
} as const satisfies Readonly<Record<string, Sourced<number>>>;

export const LIMITS: Readonly<Record<keyof typeof rows, Sourced<number>>> = rows;
