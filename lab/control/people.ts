/** Control API: users as the cloud knows them, their locks and passwords, their phone's answer. */
import type { Cloud } from '../../mock-entra/cloud.ts';
import { unlockUser } from '../../mock-entra/sign-in/lockouts.ts';
import { resetPassword } from '../../mock-entra/sign-in/reset-password.ts';
import { answerChallenge } from '../../mock-entra/sign-in/second-factor.ts';
import type { User } from '../../mock-entra/tenant/tenant.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { Secret } from '../../runtime/secret.ts';
import type { Lab } from '../lab.ts';
import {
  knowOnly,
  type Members,
  optionalFlag,
  queryCount,
  readPassword,
  readText,
} from './members.ts';
import type { ControlRoutes } from './route.ts';

const USERS_SHOWN = 100;

export const PEOPLE_ROUTES: ControlRoutes = {
  'GET /users': ({ entra: { cloud } }, { query }) => listUsers(cloud, query),
  'GET /users/:userName': ({ entra: { cloud } }, { params }) =>
    describeUser(findUser(cloud, params.userName ?? '')),
  'POST /users/:userName/unlock': ({ entra: { cloud } }, { params }) => {
    const user = findUser(cloud, params.userName ?? '');
    unlockUser(cloud, user.id);
    return describeUser(user);
  },
  'POST /users/:userName/password': ({ entra: { cloud } }, { params, body }) =>
    givePassword(cloud, findUser(cloud, params.userName ?? ''), body),
  'POST /mfa': (lab, { body }) => answerPhone(lab, body),
};

/** @throws LabError `USER_UNKNOWN` */
export function findUser({ users }: Pick<Cloud, 'users'>, userName: string): User {
  const user = users.byName(userName);
  if (user) return user;
  const sentence = `Expected the name of a user of the tenant, got "${userName.slice(0, 113)}".`;
  throw new LabError('USER_UNKNOWN', sentence);
}

function listUsers({ users }: Cloud, query: URLSearchParams): unknown {
  const part = query.get('contains')?.toLowerCase() ?? '';
  const skip = queryCount(query, 'skip', 0);
  const top = queryCount(query, 'top', USERS_SHOWN);
  const found = [...users.list()].filter(
    ({ userPrincipalName, displayName }) =>
      userPrincipalName.toLowerCase().includes(part) || displayName.toLowerCase().includes(part),
  );
  return { count: found.length, users: found.slice(skip, skip + top).map(describeUser) };
}

/** No digest, no secret of a second factor. */
function describeUser(user: User): unknown {
  const { id, userPrincipalName: userName, displayName, accountEnabled = true } = user;
  const { licensed = true, roles = [], secondFactor, onPremisesUserPrincipalName } = user;
  return {
    ...{ id, userName, displayName, enabled: accountEnabled, licensed, roles },
    source: user.cloudPassword === undefined ? 'directory' : 'cloud',
    ...(onPremisesUserPrincipalName && { onPremisesUserName: onPremisesUserPrincipalName }),
    hasSynchronisedPassword: user.syncedPassword !== undefined,
    secondFactor: {
      totp: secondFactor?.totpSecret !== undefined,
      numberMatching: secondFactor?.numberMatching === true,
    },
  };
}

/** @throws LabError `USER_NOT_IN_CLOUD` for those whose password is on premises */
function givePassword(cloud: Cloud, user: User, body: Members): unknown {
  knowOnly(body, ['password']);
  if (!resetPassword(cloud, user, new Secret(readPassword(body)))) {
    const sentence = `The password of ${user.userPrincipalName} is on premises: POST /directory resets it there.`;
    throw new LabError('USER_NOT_IN_CLOUD', sentence);
  }
  return describeUser(user);
}

/** `{"userName": …, "number": "42"}`, or `"deny": true`. */
function answerPhone({ entra: { cloud } }: Lab, body: Members): unknown {
  knowOnly(body, ['userName', 'number', 'deny']);
  const { userPrincipalName } = findUser(cloud, readText(body, 'userName'));
  const denied = optionalFlag(body, 'deny') === true;
  const answer = denied ? 'deny' : readText(body, 'number');
  return { answer: answerChallenge(cloud, userPrincipalName, answer) };
}
