/** Python: requests and the ssl module each take one bundle in place of their own. */
import path from 'node:path';
import type { TrustTarget } from './target.ts';

export const python: TrustTarget = {
  id: 'python',
  title: 'Python (requests, ssl)',
  plan({ folder }) {
    const file = path.join(folder, 'python.pem');
    return {
      possible: true,
      steps: [{ kind: 'bundle', file }],
      variables: { REQUESTS_CA_BUNDLE: file, SSL_CERT_FILE: file },
    };
  },
};
