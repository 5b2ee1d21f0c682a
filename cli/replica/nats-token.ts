/**
 * The token of NATS as a replica has it: in a variable, or in a file that a variable names, because
 * whoever may inspect a container reads its environment. Never on the command line.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { readText } from '../../runtime/live/read-text.ts';

const VARIABLE = 'PTA_LAB_NATS_TOKEN';
const FILE_VARIABLE = 'PTA_LAB_NATS_TOKEN_FILE';

/** Without either: none, as NATS asks for none. @throws LabError `USAGE_NATS` */
export function readNatsToken(env: NodeJS.ProcessEnv): { natsToken?: string } {
  const given = env[VARIABLE];
  if (given) return { natsToken: given };
  const file = env[FILE_VARIABLE];
  if (!file) return {};
  const natsToken = readText(file, 'USAGE_NATS', (got) => expected(file, got)).trim();
  if (natsToken !== '') return { natsToken };
  throw new LabError('USAGE_NATS', expected(file, 'an empty one'));
}

function expected(file: string, got: string): string {
  return `${FILE_VARIABLE}: expected the file with the token of NATS at ${file}, got ${got}; start NATS first`;
}
