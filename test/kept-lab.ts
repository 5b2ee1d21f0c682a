/**
 * A live lab with a state file, for `state-file.e2e.test.ts`, which kills it. Says in one line of
 * JSON what it finds, then changes things, and stays up.
 *   node test/kept-lab.ts <state file> <state folder> [refresh token]
 */
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/start-lab.ts';

const RESET = 'Lab-reset-1';

const [stateFile = '', stateDir = '', refreshToken] = process.argv.slice(2);
const lab = await startLab({ mode: 'live', stateFile, stateDir, traffic: false, agents: 1 });
const { cloud } = lab.entra;
const { healthy = { userName: '', password: '' } } = lab.accounts;

const kids = (await cloud.signer.publicKeys()).map(({ kid }) => kid);
const ids = cloud.ids.fork('first').guid();
const eve = cloud.users.byName('eve@contoso.example');
const found = {
  eve: eve?.displayName,
  settings: cloud.settings(),
  nowMs: lab.clock.nowMs(),
  kids,
  ids,
};
const reset = await askToken(lab, signInForm(RESET));
const answer = refreshToken
  ? await askToken(lab, { grant_type: 'refresh_token', refresh_token: refreshToken })
  : await askToken(lab, signInForm(healthy.password));

if (eve === undefined) {
  const id = cloud.ids.guid();
  cloud.users.put({ id, userPrincipalName: 'eve@contoso.example', displayName: 'Eve' });
  lab.directory.resetPassword(healthy.userName, RESET);
  cloud.setSettings({ ...cloud.settings(), synchronizeUpn: false });
  await lab.advance(3_600_000);
}
process.stdout.write(`${JSON.stringify({ ...found, ...answer, reset: reset.status })}\n`);
await lab.wait(Number.MAX_SAFE_INTEGER);

function signInForm(password: string): Record<string, string> {
  return { grant_type: 'password', username: healthy.userName, password };
}

async function askToken(
  { network, prober, endpoints, clientId }: Lab,
  form: Record<string, string>,
): Promise<{ status: number; refreshToken?: string }> {
  const scope = 'openid offline_access';
  const outcome = await network.request(
    {
      method: 'POST',
      url: `${endpoints.authority}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: clientId, scope, ...form }).toString(),
    },
    { from: prober, timeoutMs: 30_000 },
  );
  if (!outcome.ok) return { status: 0 };
  const { status, body } = outcome.value;
  return { status, refreshToken: JSON.parse(body).refresh_token };
}
