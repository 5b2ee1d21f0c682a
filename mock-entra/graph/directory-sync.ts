/**
 * Settings of directory synchronisation, of which one can be changed: whether a changed UPN of a
 * managed user is taken over. Once on, it stays on.
 */
import { isRecord, parseJson } from '../json.ts';
import { changeSettings } from '../tenant/change-settings.ts';
import {
  type Access,
  BOTH,
  DENIED,
  type GraphAnswer,
  type GraphCall,
  type Operation,
  type Resource,
  refuse,
} from './resource.ts';

/** GR onpremisesdirectorysynchronization-get, -update. */
const READ: Access = {
  delegated: [
    'OnPremDirectorySynchronization.Read.All',
    'OnPremDirectorySynchronization.ReadWrite.All',
  ],
  application: [],
  directoryRoles: ['Global Administrator'],
  denied: DENIED,
};

const WRITE: Access = { ...READ, delegated: ['OnPremDirectorySynchronization.ReadWrite.All'] };

const FLAG = 'synchronizeUpnForManagedUsersEnabled';

function render({ cloud }: GraphCall) {
  const { passwordHashSync, synchronizeUpn } = cloud.settings();
  return {
    id: cloud.tenant.id,
    features: {
      passwordSyncEnabled: passwordHashSync,
      passwordWritebackEnabled: cloud.tenant.passwordWriteback,
      [FLAG]: synchronizeUpn,
    },
  };
}

function isThis({ cloud, exchange }: GraphCall): boolean {
  return exchange.params.id?.toLowerCase() === cloud.tenant.id;
}

function answerPatch(call: GraphCall): GraphAnswer {
  if (!isThis(call)) return refuse('Request_ResourceNotFound');
  const { cloud, exchange } = call;
  const body = parseJson(exchange.request.body);
  const features = isRecord(body) ? body.features : undefined;
  if (!isRecord(body) || !isRecord(features) || Object.keys(body).length > 1) {
    return refuse('Request_BadRequest', 'Expected a body with features and nothing else.');
  }
  const { [FLAG]: wanted, ...others } = features;
  if (typeof wanted !== 'boolean' || Object.keys(others).length > 0) {
    return refuse('Request_BadRequest', `Only ${FLAG} can be changed here.`);
  }
  const changed = changeSettings(cloud, { synchronizeUpn: wanted });
  return changed.ok ? { kind: 'done' } : refuse('Request_BadRequest', changed.reason);
}

const SETTINGS = {
  versions: BOTH,
  context: 'directory/onPremisesSynchronization',
  quota: 'directory',
} as const;

/** GR shows the settings without an id in the address, as the only member of a list. */
export const SYNCHRONIZATIONS: Resource = {
  ...SETTINGS,
  path: '/directory/onPremisesSynchronization',
  get: {
    access: READ,
    options: [],
    answer: (call) => ({ kind: 'list', rows: [render(call)] }),
  },
};

const PATCH: Operation = { access: WRITE, options: [], answer: answerPatch };

export const SYNCHRONIZATION: Resource = {
  ...SETTINGS,
  path: '/directory/onPremisesSynchronization/:id',
  get: {
    access: READ,
    options: [],
    answer: (call) =>
      isThis(call) ? { kind: 'one', entity: render(call) } : refuse('Request_ResourceNotFound'),
  },
  patch: PATCH,
};
