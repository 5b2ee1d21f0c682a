/**
 * Password grant with access and id token for a user whose hash was synchronised (PHS), against
 * oauth2-mock-server's. No agent is asked: this is what the token endpoint itself can do.
 */
import { type Figure, row } from './figure.ts';
import { measureSideBySide } from './https-load.ts';
import { startPeer } from './peer-process.ts';
import { startUpLab } from './up-process.ts';

export const passwordGrant: Figure = {
  name: 'password-grant',
  about: 'managed (PHS) password sign-in with two tokens against oauth2-mock-server',
  async measure(progress) {
    const lab = await startUpLab('--no-traffic', '--tenant', 'bench/hash-sync.yaml');
    const peer = await startPeer('peers/oauth2-mock.ts');
    const { authority, clientId, accounts } = lab.ready;
    const { userName = '', password = '' } = accounts.synchronised ?? {};
    const rates = await measureSideBySide(
      {
        url: `${authority}/oauth2/v2.0/token`,
        form: {
          ...{ grant_type: 'password', client_id: clientId, scope: 'openid profile' },
          ...{ username: userName, password },
        },
      },
      {
        url: peer.tokenUrl ?? '',
        form: {
          ...{ grant_type: 'password', client_id: 'bench', scope: 'openid profile' },
          ...{ username: 'somebody', password: 'something' },
        },
      },
      progress,
    );
    await Promise.all([lab.stop(), peer.stop()]);
    return [
      row(
        { name: 'password-grant', value: rates.ours, unit: 'sign-ins/s' },
        { what: 'oauth2-mock-server', value: rates.theirs },
        { atLeast: 1.3 },
      ),
    ];
  },
};
