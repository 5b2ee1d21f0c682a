/**
 * What `up --hand-over` leaves for other containers of the same lab, in a folder that is theirs
 * alone: the line of `--json` and the load target under lab names instead of `localhost`, the
 * control API's token, the CA. They hold passwords: whoever has the folder is the lab's operator.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Ready } from '../../lab/describe-ready.ts';
import type { Lab } from '../../lab/lab.ts';
import { writeWhole } from '../../runtime/live/write-whole.ts';
import type { UpOptions } from './lab-options.ts';

const TOKEN_BYTES = 24;
export const FILES = {
  token: 'control-token',
  line: 'lab.json',
  target: 'load-target.json',
  ca: 'ca.pem',
} as const;

/**
 * Of the control API: as given; with `--hand-over` else the one that is there already, so that a
 * lab that was started anew is still the same to those who have it, or one that is made here.
 */
export function settleToken({
  handOver: folder,
  controlToken: given,
}: Pick<UpOptions, 'handOver' | 'controlToken'>): string | undefined {
  if (folder === undefined) return given;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, FILES.token);
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const token = given ?? (kept === '' ? randomBytes(TOKEN_BYTES).toString('base64url') : kept);
  writeWhole(file, `${token}\n`);
  return token;
}

/** Gone with the lab, but for the token. Undefined without a folder. */
export function handOver(
  folder: string | undefined,
  lab: Pick<Lab, 'endpoints'>,
  ready: Ready,
): Disposable | undefined {
  if (folder === undefined) return undefined;
  const { authority, graph } = lab.endpoints;
  const control = `http://${new URL(authority).hostname}:${new URL(ready.control).port}`;
  const caFile = path.resolve(folder, FILES.ca);
  writeWhole(caFile, readFileSync(ready.caFile, 'utf8'));
  const { proxy: _, proxyCaFile: __, loadTarget: ___, ...line } = ready;
  writeWhole(path.join(folder, FILES.line), render({ ...line, authority, graph, control, caFile }));
  if (ready.loadTarget !== undefined) {
    const target = JSON.parse(readFileSync(ready.loadTarget, 'utf8'));
    const token = readFileSync(path.join(folder, FILES.token), 'utf8').trim();
    const moved = { ...target, authority, control: { url: control, token } };
    writeWhole(path.join(folder, FILES.target), render(moved));
  }
  return {
    [Symbol.dispose]() {
      for (const name of [FILES.line, FILES.target, FILES.ca]) {
        rmSync(path.join(folder, name), { force: true });
      }
    },
  };
}

function render(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
