/** Node reads further roots from one file, at its start only. */
import type { TrustTarget } from './target.ts';

export const node: TrustTarget = {
  id: 'node',
  title: 'Node',
  plan: ({ caFile }) => ({
    ...{ possible: true, steps: [] },
    variables: { NODE_EXTRA_CA_CERTS: caFile },
  }),
};
