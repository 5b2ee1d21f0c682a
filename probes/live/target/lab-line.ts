/**
 * A lab as a target: what `pta-lab up --json` printed, read by a stranger who has nothing else. The
 * line holds the passwords of the lab's own people, so a file with it is worth guarding.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import { Secret } from '../../../runtime/secret.ts';
import type { Target, TargetAccount } from '../../target.ts';
import { asObject, type JsonObject, parseJsonObject, textOf } from '../../wire/json.ts';
import { refuseForeignHosts } from './allowed-hosts.ts';

const TEXTS = ['authority', 'graph', 'control', 'caFile', 'tenantId', 'clientId'] as const;

/**
 * @throws LabError `USAGE_LAB` if the text is not what `pta-lab up --json` prints,
 * `TARGET_NOT_ALLOWED` if it names a host that is no lab’s: a token would go there.
 */
export function targetOfLab(file: string, text: string, name = 'lab'): Target {
  const line = parseJsonObject(text);
  const accounts = asObject(line?.accounts);
  const [authority, graph, control, caFile, tenantId, clientId] = TEXTS.map((key) =>
    line === undefined ? undefined : textOf(line, key),
  );
  if (!accounts || !authority || !graph || !control || !caFile || !tenantId || !clientId) {
    const sentence = `--lab: expected the line that "pta-lab up --json" prints in "${file}"`;
    throw new LabError('USAGE_LAB', sentence);
  }
  const [healthy, cloudOnly] = [accountIn(accounts, 'healthy'), accountIn(accounts, 'cloudOnly')];
  const target: Target = {
    ...{ name, kind: 'lab', cloud: 'public' },
    ...{ authority, graph, control, caFile, tenantId, clientId },
    ...(healthy && { account: healthy }),
    ...(cloudOnly && { cloudOnly, administrator: cloudOnly }),
    ...browserAppIn(asObject(line?.applications)),
  };
  refuseForeignHosts(target);
  return target;
}

/** The lab's own client has no page to come back to; its desktop application has. */
function browserAppIn(applications: JsonObject | undefined): Pick<Target, 'browserApp'> {
  const native = asObject(applications?.native) ?? {};
  const [clientId, redirectUri] = [textOf(native, 'clientId'), textOf(native, 'redirectUri')];
  return clientId && redirectUri ? { browserApp: { clientId, redirectUri } } : {};
}

function accountIn(accounts: JsonObject, name: string): TargetAccount | undefined {
  const account = asObject(accounts[name]);
  const userName = account && textOf(account, 'userName');
  const password = account && textOf(account, 'password');
  if (userName === undefined || password === undefined) return undefined;
  return { userName, password: { ofLab: new Secret(password) } };
}
