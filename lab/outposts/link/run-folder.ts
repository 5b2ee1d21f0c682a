/**
 * The run folder: how outposts find their lab and prove that they belong to it. It is written anew
 * at each start of a lab, so that what an outpost read before may be of a lab that is gone.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../../runtime/live/failure.ts';
import { writeWhole } from '../../../runtime/live/write-whole.ts';

/** What `link.json` holds, and the CA beside it. */
export interface LinkAddress {
  /** `wss://mock-entra:7443` */
  url: string;
  token: string;
  caPem: string;
}

/** Of the link's certificate, wherever the lab is: a name that its CA may sign for. */
export const LINK_NAME = 'outposts.lab.localhost';

export const CA_FILE = 'ca.pem';
const LINK_FILE = 'link.json';

/** Outposts run as other users of the same group. */
const FOR_THE_GROUP = 0o640;

/** Gone again when the lab is. */
export async function writeRunFolder(
  folder: string,
  { url, token, caPem }: LinkAddress,
): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  writeWhole(path.join(folder, CA_FILE), caPem, 0o644);
  const file = path.join(folder, LINK_FILE);
  writeWhole(file, `${JSON.stringify({ url, token })}\n`, FOR_THE_GROUP);
  return {
    async [Symbol.asyncDispose]() {
      await rm(file, { force: true });
    },
  };
}

/** Undefined: no lab has written it yet, or not all of it. Why not is `EACCES` and its like. */
export async function readRunFolder(folder: string): Promise<LinkAddress | { lacking: string }> {
  try {
    const caPem = await readFile(path.join(folder, CA_FILE), 'utf8');
    const link = JSON.parse(await readFile(path.join(folder, LINK_FILE), 'utf8'));
    return { url: String(link.url), token: String(link.token), caPem };
  } catch (error) {
    return { lacking: codeOf(error) || 'no JSON' };
  }
}
