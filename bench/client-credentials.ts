/** Client credentials with a secret, one signed access token, against oidc-provider's. */
import { type Figure, row } from './figure.ts';
import { measureSideBySide } from './https-load.ts';
import { startPeer } from './peer-process.ts';
import { startUpLab } from './up-process.ts';

export const clientCredentials: Figure = {
  name: 'client-credentials',
  about: 'client credentials, one JWT access token, against oidc-provider',
  async measure(progress) {
    const lab = await startUpLab('--no-traffic');
    const peer = await startPeer('peers/oidc-provider.ts');
    const { authority, applications } = lab.ready;
    const { clientId = '', secret = '' } = applications.daemon ?? {};
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
    const rates = await measureSideBySide(
      {
        url: `${authority}/oauth2/v2.0/token`,
        form: { ...form, scope: 'https://graph.microsoft.com/.default' },
      },
      {
        url: peer.tokenUrl ?? '',
        form: { ...form, client_id: 'bench', client_secret: 'bench-secret', scope: 'read' },
      },
      progress,
    );
    await Promise.all([lab.stop(), peer.stop()]);
    return [
      row(
        { name: 'client-credentials', value: rates.ours, unit: 'tokens/s' },
        { what: 'oidc-provider', value: rates.theirs },
        { atLeast: 1.2 },
      ),
    ];
  },
};
