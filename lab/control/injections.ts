/** Control API: "the next sign-ins end with this code", for codes that have no cause in the lab. */
import { type AadstsCode, isAadstsCode } from '../../protocol/aadsts.ts';
import type { Lab } from '../lab.ts';
import { knowOnly, type Members, optionalCount, optionalText, wrong } from './members.ts';
import type { ControlRoutes } from './route.ts';

export const INJECTION_ROUTES: ControlRoutes = {
  'GET /injections': ({ entra: { cloud } }) => cloud.injections.list(),
  'POST /injections': (lab, { body }) => addInjection(lab, body),
  'DELETE /injections': ({ entra: { cloud } }) => cloud.injections.clear(),
};

function addInjection({ entra: { cloud } }: Lab, body: Members): unknown {
  knowOnly(body, ['code', 'times', 'userName', 'clientId']);
  const userName = optionalText(body, 'userName');
  const clientId = optionalText(body, 'clientId');
  cloud.injections.inject({
    code: readCode(body.code),
    times: optionalCount(body, 'times', 1) ?? 1,
    ...(userName !== undefined && { userName }),
    ...(clientId !== undefined && { clientId }),
  });
  return cloud.injections.list();
}

function readCode(code: unknown): AadstsCode {
  if (typeof code === 'number' && isAadstsCode(code)) return code;
  throw wrong('code', 'an AADSTS code that docs/aadsts.md has', code);
}
