/**
 * What agents of a shared tenant have to know, in a folder that is theirs alone: the tenant, the
 * CA, and an administrator who registers them. It holds a password: whoever has it runs the lab.
 * Each replica writes the same.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Replica } from '../../lab/replica/start-replica.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readText } from '../../runtime/live/read-text.ts';
import { writeWhole } from '../../runtime/live/write-whole.ts';

const FILES = { tenant: 'tenant.json', password: 'administrator-password', ca: 'ca.pem' } as const;

export interface HandedOver {
  tenantId: string;
  clientId: string;
  user: string;
  ca: string;
  passwordFile: string;
}

export function handOverTenant(
  folder: string,
  { founded, caFile }: Pick<Replica, 'founded' | 'caFile'>,
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { tenant, clientId, population } = founded;
  const { userName: user, password } = population.administrator;
  writeWhole(path.join(folder, FILES.ca), readFileSync(caFile, 'utf8'));
  writeWhole(path.join(folder, FILES.password), `${password}\n`);
  // Last: whoever finds it finds the others.
  writeWhole(
    path.join(folder, FILES.tenant),
    `${JSON.stringify({ tenantId: tenant.id, clientId, user })}\n`,
  );
}

/** @throws LabError `USAGE_HAND_OVER` */
export function readHandedOver(folder: string): HandedOver {
  const file = path.join(folder, FILES.tenant);
  const text = readText(
    file,
    'USAGE_HAND_OVER',
    (got) =>
      `--hand-over: expected what "pta-lab replica --hand-over" leaves at ${file}, got ${got}`,
  );
  const { tenantId, clientId, user } = parse(text, file);
  return {
    ...{ tenantId, clientId, user },
    ca: path.join(folder, FILES.ca),
    passwordFile: path.join(folder, FILES.password),
  };
}

function parse(text: string, file: string): Pick<HandedOver, 'tenantId' | 'clientId' | 'user'> {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const sentence = `--hand-over: expected JSON in ${file}, got something else; start a replica anew`;
    throw new LabError('USAGE_HAND_OVER', sentence, { cause });
  }
}
