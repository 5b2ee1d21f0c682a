/** curl, where it is built with OpenSSL or GnuTLS: one bundle in place of its own. */
import path from 'node:path';
import type { TrustTarget } from './target.ts';

export const curl: TrustTarget = {
  id: 'curl',
  title: 'curl',
  plan({ folder }) {
    const file = path.join(folder, 'curl.pem');
    return {
      possible: true,
      steps: [{ kind: 'bundle', file }],
      variables: { CURL_CA_BUNDLE: file },
    };
  },
};
