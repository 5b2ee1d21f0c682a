/** Control API: applications, the signing key, and tokens that a validator must refuse. */
import type { Application } from '../../mock-entra/tenant/application.ts';
import { FORGERIES, forgeToken } from '../../mock-entra/token/forge.ts';
import type { Lab } from '../lab.ts';
import { knowOnly, type Members, optionalText, readOneOf, wrong } from './members.ts';
import { findUser } from './people.ts';
import type { ControlRoutes } from './route.ts';

export const TOKEN_ROUTES: ControlRoutes = {
  'GET /applications': ({ entra: { tenant } }) => tenant.applications.map(describeApplication),
  'POST /keys/roll': async ({ entra: { cloud } }) => ({ kid: (await cloud.signer.roll()).kid }),
  'POST /forge': (lab, { body }) => forge(lab, body),
};

/** Without secrets: `pta-lab up --json` has those of the lab's own applications. */
function describeApplication({ secrets, certificates, ...application }: Application): unknown {
  return { ...application, secrets: secrets.length, certificates: certificates.length };
}

async function forge(lab: Lab, body: Members): Promise<unknown> {
  knowOnly(body, ['kind', 'user', 'application', 'audience', 'origin']);
  const kind = readOneOf(body, 'kind', FORGERIES);
  const { cloud } = lab.entra;
  const audience = optionalText(body, 'audience');
  const userName = optionalText(body, 'user') ?? anybody(lab);
  const token = await forgeToken(cloud, {
    kind,
    application: findApplication(lab, optionalText(body, 'application') ?? lab.clientId),
    user: findUser(cloud, userName),
    ...(audience !== undefined && { audience }),
    origin: readOrigin(lab, body),
  });
  return { kind, token };
}

function anybody({ accounts }: Lab): string {
  const account = accounts.healthy ?? accounts.cloudOnly;
  return account?.userName ?? '';
}

function findApplication({ entra }: Lab, name: string): Application {
  const found = entra.tenant.applications.find(
    ({ clientId, displayName }) => clientId === name.toLowerCase() || displayName === name,
  );
  if (found === undefined) throw wrong('application', 'a client id or display name', name);
  return found;
}

/** Issuers name how the client addresses the lab. */
function readOrigin({ endpoints }: Lab, body: Members): string {
  const text = optionalText(body, 'origin') ?? endpoints.live?.authority ?? endpoints.authority;
  const url = URL.parse(text);
  if (url?.protocol !== 'https:') throw wrong('origin', 'an https URL', text);
  return url.origin;
}
